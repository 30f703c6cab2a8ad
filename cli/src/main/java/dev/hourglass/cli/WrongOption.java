package dev.hourglass.cli;

/** Options that do not fit together or with the data. The message says what to do. */
public final class WrongOption extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongOption(String message) {
        super(message);
    }

    public WrongOption(String message, Throwable cause) {
        super(message, cause);
    }

    /** A whole number that must be positive. */
    public static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new WrongOption(option + ": expected 1 or more, found " + value);
        }
        return value;
    }
}
