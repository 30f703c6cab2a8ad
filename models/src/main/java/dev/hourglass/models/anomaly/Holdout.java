package dev.hourglass.models.anomaly;

import dev.hourglass.data.DataException;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.Arrays;

/**
 * Rows that are kept back from fitting so that their scores say what is usual, and the share of anomalies
 * that is expected.
 *
 * @param share         of the rows, in [0, 1); 0 keeps none, and p-values then have no guarantee
 * @param contamination share of the rows that the threshold lets through as anomalies, in (0, 1)
 */
public record Holdout(double share, double contamination) {
    private static final double USUAL_CONTAMINATION = 0.05;

    public Holdout {
        if (!(share >= 0 && share < 1) || !(contamination > 0 && contamination < 1)) {
            throw new IllegalArgumentException(
                    "the share of rows kept back must lie in [0, 1), the contamination"
                            + " in (0, 1); found " + share + " and " + contamination);
        }
    }

    /** With a threshold that a twentieth of the rows exceed. */
    public static Holdout of(double share) {
        return new Holdout(share, USUAL_CONTAMINATION);
    }

    /** Keeps back nothing. */
    public static Holdout none() {
        return of(0);
    }

    /** Rows to learn from and rows kept back, each ascending. */
    int[][] divide(int rows, long seed, String name) {
        if (share > 0 && rows < 3) {
            throw new DataException(
                    name + ": expected at least 3 rows to learn from and to keep some back, found "
                            + rows);
        }
        int count = share == 0 ? 0 : Math.clamp(Math.round(rows * share), 1, rows - 2);
        int[] order = new PhiloxGenerator(seed, Streams.SPLIT.id(), 0).permutation(rows);
        int[] kept = Arrays.copyOf(order, count);
        int[] learnt = Arrays.copyOfRange(order, count, rows);
        Arrays.sort(kept);
        Arrays.sort(learnt);
        return new int[][] {learnt, kept};
    }
}
