package dev.hourglass.testing;

/**
 * How far a float result may be from the exact one: absolute + relative · |expected| + terms · ε · Σ|terms|,
 * with ε = 2⁻²³, the distance from 1 to the next float.
 *
 * @param absolute for any value
 * @param relative per unit of the expected value
 * @param terms    per ε and unit of the sum of the sizes of the terms that the result is a sum of
 */
public record Tolerance(double absolute, double relative, double terms) {
    /** Distance from 1 to the next float. */
    public static final double EPSILON = 0x1p-23;

    /** Equal numbers; a zero may have either sign. */
    static Tolerance exact() {
        return new Tolerance(0, 0, 0);
    }

    static Tolerance absolute(double absolute) {
        return new Tolerance(absolute, 0, 0);
    }

    static Tolerance relative(double relative) {
        return new Tolerance(0, relative, 0);
    }

    static Tolerance sum(double terms) {
        return new Tolerance(0, 0, terms);
    }

    /**
     * Whether an error is within what is allowed.
     *
     * @param expected  the exact result
     * @param magnitude sum of the sizes of the terms
     */
    public double allowed(double expected, double magnitude) {
        double sum = terms == 0 ? 0 : terms * EPSILON * Math.abs(magnitude);
        return absolute + relative * Math.abs(expected) + sum;
    }
}
