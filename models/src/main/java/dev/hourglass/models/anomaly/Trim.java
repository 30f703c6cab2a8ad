package dev.hourglass.models.anomaly;

import java.util.Arrays;

/**
 * What happens to the rows of a training step that the model answers worst: in contaminated data they are the
 * ones that should not be learnt.
 */
public sealed interface Trim {

    /** Nothing: every row counts the same. For clean data. */
    record None() implements Trim {
    }

    /** The worst rows get weight 0. Least trimmed squares: Rousseeuw 1984. */
    record Hard(double share) implements Trim {
        public Hard {
            check(share);
        }
    }

    /**
     * Rows count less the farther their loss lies above the quantile q of 1 − share: weight q / loss, and 1
     * below. Huber 1964.
     */
    record Soft(double share) implements Trim {
        public Soft {
            check(share);
        }
    }

    private static void check(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "the share of trimmed rows must lie between 0 and 1, found " + share);
        }
    }

    /** Weight of each loss among the others. */
    default void weigh(float[] losses, float[] weights) {
        switch (this) {
            case None _ -> Arrays.fill(weights, 1);
            case Hard(double share) -> {
                float limit = quantile(losses, share);
                for (int i = 0; i < losses.length; i++) {
                    weights[i] = losses[i] <= limit ? 1 : 0;
                }
            }
            case Soft(double share) -> {
                float limit = quantile(losses, share);
                for (int i = 0; i < losses.length; i++) {
                    weights[i] = losses[i] <= limit ? 1 : limit / losses[i];
                }
            }
        }
    }

    private static float quantile(float[] losses, double share) {
        float[] sorted = losses.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) ((1 - share) * sorted.length) - 1)];
    }
}
