package dev.hourglass.testing;

import dev.hourglass.spi.Options.Arithmetic;

/** Comparison with values another library computed. */
final class Golden {

    /**
     * How far off a value may be: {@code relative} of itself, {@code scaled} of the largest, and
     * {@code absolute}.
     */
    record Bound(double relative, double scaled, double absolute) {
    }

    /**
     * Sums of at most some hundred terms of order 1 in float32, in any order, and derivatives taken from
     * rounded results; a wrong tap, axis or sign is off by far more.
     */
    private static final Bound OP = new Bound(1e-5, 1e-5, 1e-6);
    /**
     * A few roundings to 8 bits, of 4e-3 each in the worst case, of terms up to some times larger than the
     * result.
     */
    private static final Bound MIXED_OP = new Bound(5e-2, 6e-2, 1e-6);
    /**
     * A step of 1e-3 or more may be off by 1e-4 of itself, and the parameter by its rounding, three times.
     */
    static final Bound PARAMETER = new Bound(3e-7, 0, 1e-7);
    /** 1 - 0.999 in float32 is off by 5e-5 of itself. */
    static final Bound MOMENT = new Bound(2e-4, 0, 0);

    private Golden() {
    }

    /** For operations and a few of them in a row. */
    static Bound op(Arithmetic arithmetic) {
        return arithmetic == Arithmetic.MIXED ? MIXED_OP : OP;
    }

    static void compare(String name, float[] expected, float[] found, Bound bound) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            double allowed = bound.relative * Math.abs(expected[i]) + bound.scaled * Math.min(1, largest)
                    + bound.absolute;
            if (!(Math.abs((double) found[i] - expected[i]) <= allowed)) {
                throw new AssertionError(
                        name + ", element " + i + ": expected " + expected[i] + " within " + allowed
                                + ", found " + found[i]);
            }
        }
    }
}
