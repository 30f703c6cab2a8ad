package dev.hourglass.cli;

/** What the process ends with. */
public final class ExitCode {
    public static final int DONE = 0;
    /** Hourglass failed, or a model learnt nothing. */
    public static final int FAILED = 1;
    /** The user can put it right. */
    public static final int USER = 2;
    /** Ended by Ctrl-C: 128 and the signal's number. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {
    }
}
