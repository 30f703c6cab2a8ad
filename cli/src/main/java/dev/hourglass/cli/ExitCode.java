package dev.hourglass.cli;

/** What the process ends with. */
final class ExitCode {
    static final int DONE = 0;
    /** Hourglass failed, or a model learnt nothing. */
    static final int FAILED = 1;
    /** The user can put it right. */
    static final int USER = 2;
    /** Ended by Ctrl-C: 128 and the signal's number. */
    static final int INTERRUPTED = 130;

    private ExitCode() {
    }
}
