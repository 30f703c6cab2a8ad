package dev.hourglass.cli;

/** What this program is. */
final class Library {
    private Library() {
    }

    /** Version from the jar's manifest. */
    static String version() {
        String version = Library.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
