package dev.hourglass.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Measured values by their quantiles.
 *
 * @param count  how many there are
 * @param q1     the lower quartile
 * @param q3     the upper quartile
 * @param values each of them, in order; empty where they are too many to keep, or their order is not known
 */
public record Series(int count, double best, double q1, double median, double q3, double p99,
        List<Double> values) {
    private static final int KEPT = 200;

    public Series {
        values = List.copyOf(values);
    }

    static Series of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("expected a value or more, found none");
        }
        double[] sorted = values.stream().mapToDouble(each -> each).sorted().toArray();
        return new Series(sorted.length, sorted[0], quantile(sorted, 0.25), quantile(sorted, 0.5),
                quantile(sorted, 0.75), quantile(sorted, 0.99),
                values.size() > KEPT ? List.of() : values.stream().map(Series::rounded).toList());
    }

    /** The same without the values themselves, for those whose order is not known. */
    Series unordered() {
        return new Series(count, best, q1, median, q3, p99, List.of());
    }

    /** Between two neighbours the quantile is interpolated. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return rounded(sorted[below] + (at - below) * (sorted[above] - sorted[below]));
    }

    /** Six significant digits: more than any clock here is good for. */
    static double rounded(double value) {
        return value == 0 || !Double.isFinite(value) ? value
                : new java.math.BigDecimal(value).round(new java.math.MathContext(6)).doubleValue();
    }

    /** The values of one series divided by those of another, one by one, as far as both go. */
    static Series ratio(double[] above, double[] below) {
        int count = Math.min(above.length, below.length);
        var ratios = new Double[count];
        Arrays.setAll(ratios, i -> above[i] / below[i]);
        return of(List.of(ratios));
    }
}
