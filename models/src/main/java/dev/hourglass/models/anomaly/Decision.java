package dev.hourglass.models.anomaly;

/**
 * When a row is called an anomaly.
 *
 * @param calibration   scores of known rows
 * @param rows          whether the model had learnt from them
 * @param threshold     a row with a larger score is one
 * @param contamination share of the calibration rows above the threshold, at most
 */
public record Decision(Calibration calibration, Rows rows, float threshold, double contamination) {

    /** Where the calibration scores come from. */
    public enum Rows {
        /** Rows that the model did not learn from: p-values keep their promise. */
        HELD_OUT,
        /** Rows that it learnt from: they look more usual than new ones, so p-values are too small. */
        TRAINED_ON
    }

    public Decision {
        if (!Float.isFinite(threshold) || !(contamination > 0 && contamination < 1)) {
            throw new IllegalArgumentException(
                    "the threshold must be finite and the contamination in (0, 1), found "
                            + threshold + " and " + contamination);
        }
    }

    /** Whether the threshold calls a row with this score an anomaly. */
    public boolean isAnomaly(float score) {
        return score > threshold;
    }
}
