package dev.hourglass.cli;

/** How much a command shows while it works. */
public enum Verbosity {
    NORMAL,
    /** Errors and results only. */
    QUIET
}
