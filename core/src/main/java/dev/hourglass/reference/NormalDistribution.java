package dev.hourglass.reference;

/** The standard normal distribution in double. */
final class NormalDistribution {
    private static final double FAR = 5;

    private NormalDistribution() {
    }

    /** φ(x) = exp(−x² / 2) / √(2π). */
    static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /**
     * Φ(x): near zero by the series x + x³/3 + x⁵/(3·5) + … (Marsaglia, "Evaluating the normal distribution",
     * 2004), in the tails by the continued fraction of Mills' ratio, which keeps the relative precision of
     * small values.
     */
    static double cumulative(double x) {
        if (x < -FAR) {
            return density(x) * millsRatio(-x);
        }
        if (x > FAR) {
            return 1 - density(x) * millsRatio(x);
        }
        double term = x;
        double sum = 0;
        for (int k = 3; sum + term != sum; k += 2) {
            sum += term;
            term *= x * x / k;
        }
        return 0.5 + sum * density(x);
    }

    /** 1 / (x + 1 / (x + 2 / (x + 3 / …))). */
    private static double millsRatio(double x) {
        double tail = x;
        for (int k = 60; k > 0; k--) {
            tail = x + k / tail;
        }
        return 1 / tail;
    }
}
