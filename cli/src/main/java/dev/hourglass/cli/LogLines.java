package dev.hourglass.cli;

/** How much of what Hourglass logs is shown, between the lines of a command. */
enum LogLines {
    ERRORS("error"), EVENTS("info"), DETAILS("debug");

    private static final String LEVEL = "org.slf4j.simpleLogger.log.dev.hourglass";

    private final String level;

    LogLines(String level) {
        this.level = level;
    }

    /** Has to be called before anything is logged: the logger reads its settings once. */
    void show() {
        if (this != ERRORS) {
            System.setProperty(LEVEL, level);
        }
    }
}
