package dev.hourglass.cli;

/** What this program is. */
public final class Library {
    private Library() {
    }

    /** Version from the jar's manifest. */
    public static String version() {
        String version = Library.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
