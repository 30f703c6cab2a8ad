package dev.hourglass.models.anomaly;

/**
 * The p-values of any number of rows, counted: with n calibration rows there are only n + 1 different ones,
 * so ten million rows take no more room than one.
 */
public final class PValueCounts {
    private final long[] counts;
    private long total;

    /** @param calibration that the p-values come from */
    public PValueCounts(Calibration calibration) {
        counts = new long[calibration.size() + 1];
    }

    /** Counts one. */
    public void add(double pValue) {
        counts[(int) Math.round(pValue * counts.length) - 1]++;
        total++;
    }

    /** Number of p-values. */
    public long total() {
        return total;
    }

    /** How many fall into each of so many equal parts of [0, 1]. */
    public long[] histogram(int bins) {
        var bars = new long[bins];
        for (int i = 0; i < counts.length; i++) {
            bars[Math.min(bins - 1, (int) ((double) i * bins / counts.length))] += counts[i];
        }
        return bars;
    }

    /**
     * The largest p-value that Benjamini and Hochberg's procedure (1995) rejects at this false discovery
     * rate, 0 when it rejects none: among the rows with p-values up to it, the expected share of false alarms
     * is at most the rate. For conformal p-values: Bates et al. 2023.
     *
     * @param rate in (0, 1)
     */
    public double rejectedUpTo(double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "the false discovery rate must lie between 0 and 1, found " + rate);
        }
        long sofar = 0;
        double largest = 0;
        for (int i = 0; i < counts.length; i++) {
            sofar += counts[i];
            double p = (i + 1.0) / counts.length;
            if (counts[i] > 0 && p <= rate * sofar / total) {
                largest = p;
            }
        }
        return largest;
    }

    /**
     * Whether these rows come from where the calibration rows came from: Kolmogorov and Smirnov's test of the
     * two samples' scores, which is a test of the p-values for being uniform that knows that their
     * calibration is a sample too. The p-value is the asymptotic one with Stephens' correction (1970); ties
     * make it larger than it should be, never smaller.
     *
     * @return its p-value; 1 without rows
     */
    public double driftPValue() {
        int n = counts.length - 1;
        if (total == 0) {
            return 1;
        }
        double distance = 0;
        long sofar = 0;
        for (int i = 0; i < counts.length; i++) {
            // From the largest score down: i calibration scores, then the rows of count i, then the next
            // score.
            distance = Math.max(distance, Math.abs((double) sofar / total - (double) i / n));
            sofar += counts[i];
            distance = Math.max(distance, Math.abs((double) sofar / total - (double) i / n));
        }
        double root = Math.sqrt((double) n * total / (n + total));
        double x = (root + 0.12 + 0.11 / root) * distance;
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
        }
        return x < 0.2 ? 1 : Math.clamp(sum, 0, 1);
    }
}
