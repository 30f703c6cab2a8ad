package dev.hourglass.bench;

/**
 * What became of one number between two runs.
 *
 * @param what   was measured
 * @param who    did it
 * @param before in the older run
 * @param after  in the newer one
 */
public record Change(String what, String who, Series before, Series after) {
    /** By how much a time may grow; smaller changes are the machine's. */
    private static final double BOUND = 1.1;

    /** What is made of a change. */
    public enum Verdict {
        FASTER, SAME, SLOWER
    }

    double ratio() {
        return after.median() / before.median();
    }

    /** Changed where the medians differ by more than a tenth and the quartiles do not overlap. */
    public Verdict verdict() {
        if (ratio() > BOUND && after.q1() > before.q3()) {
            return Verdict.SLOWER;
        }
        return ratio() < 1 / BOUND && after.q3() < before.q1() ? Verdict.FASTER : Verdict.SAME;
    }
}
