package dev.hourglass.models.anomaly;

import java.util.Arrays;

/**
 * Scores of rows that the model was not fitted on, and what they say of a new score. As long as the new row
 * and the calibration rows are exchangeable, such as independent draws of one distribution, P(p ≤ α) ≤ α
 * holds for every α, every model and any number of calibration rows: split-conformal p-values (Vovk et al.
 * 2005; Bates et al. 2023).
 */
public final class Calibration {
    private final float[] sorted;

    /** @param scores of rows held out from fitting; finite, at least one */
    public Calibration(float[] scores) {
        sorted = scores.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0 || !Float.isFinite(sorted[0]) || !Float.isFinite(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("calibration needs at least one score, and finite ones");
        }
    }

    /** Number of calibration rows. */
    public int size() {
        return sorted.length;
    }

    /** The scores, smallest first. */
    public float[] scores() {
        return sorted.clone();
    }

    /** (1 + number of calibration scores at least as large) / (1 + number of calibration scores). */
    public double pValue(float score) {
        return (1.0 + atLeast(score)) / (1.0 + sorted.length);
    }

    /** Number of calibration scores that are at least as large. */
    int atLeast(float score) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return sorted.length - low;
    }

    /**
     * The score above which this share of the calibration rows lies, at most: what decides when the share of
     * anomalies is known or guessed.
     *
     * @param contamination in (0, 1)
     */
    public float threshold(double contamination) {
        if (!(contamination > 0 && contamination < 1)) {
            throw new IllegalArgumentException(
                    "contamination must lie between 0 and 1, found " + contamination);
        }
        int above = (int) Math.floor(contamination * sorted.length);
        return sorted[sorted.length - 1 - above];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Calibration calibration && Arrays.equals(sorted, calibration.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }
}
