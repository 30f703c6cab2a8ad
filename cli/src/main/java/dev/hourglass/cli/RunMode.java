package dev.hourglass.cli;

/** What is to become of a training run. */
public enum RunMode {
    /** Begins, unless an unfinished one is in the way. */
    TRAIN,
    /** Begins, and gives up an unfinished one. */
    RESTART,
    /** Goes on with an unfinished one. */
    RESUME,
    /** Does a finished one again, to see whether it comes out the same. */
    VERIFY
}
