package dev.hourglass.cli;

import dev.hourglass.Build;

/** What this program is. */
public final class Library {
    private Library() {
    }

    /** Version of the library. */
    public static String version() {
        return Build.ofLibrary().version();
    }

    /** What it was built from. */
    static String commit() {
        return Build.ofLibrary().commit();
    }
}
