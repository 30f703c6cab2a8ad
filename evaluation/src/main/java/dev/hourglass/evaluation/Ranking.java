package dev.hourglass.evaluation;

import dev.hourglass.data.DataException;
import java.util.Arrays;

/**
 * How well scores put one class (anomalies, "positives") before the other. Sorts once; everything else is
 * read from the counts at each distinct score, so ties are treated alike whatever order the rows come in.
 *
 * <pre>{@code
 * var ranking = Ranking.of(scores, isAnomaly);
 * ranking.auroc();              // chance that an anomaly scores above a normal row
 * ranking.averagePrecision();   // area under the precision-recall steps
 * ranking.roc(300);             // a curve to draw
 * }</pre>
 */
public final class Ranking {
    /** Distinct scores, highest first. */
    private final double[] thresholds;
    /** Positives and negatives with a score of at least the threshold. */
    private final int[] positivesAbove;
    private final int[] negativesAbove;
    private final int positives;
    private final int negatives;

    private Ranking(double[] positives, double[] negatives) {
        this.positives = positives.length;
        this.negatives = negatives.length;
        int all = Math.addExact(this.positives, this.negatives);
        double[] thresholds = new double[all];
        int[] positivesAbove = new int[all];
        int[] negativesAbove = new int[all];
        int distinct = 0;
        int p = this.positives;
        int n = this.negatives;
        while (p > 0 || n > 0) {
            double top = Math.max(p > 0 ? positives[p - 1] : Double.NEGATIVE_INFINITY,
                    n > 0 ? negatives[n - 1] : Double.NEGATIVE_INFINITY);
            while (p > 0 && positives[p - 1] == top) {
                p--;
            }
            while (n > 0 && negatives[n - 1] == top) {
                n--;
            }
            thresholds[distinct] = top;
            positivesAbove[distinct] = this.positives - p;
            negativesAbove[distinct] = this.negatives - n;
            distinct++;
        }
        this.thresholds = Arrays.copyOf(thresholds, distinct);
        this.positivesAbove = Arrays.copyOf(positivesAbove, distinct);
        this.negativesAbove = Arrays.copyOf(negativesAbove, distinct);
    }

    /**
     * @param scores   one for each row, higher meaning "rather positive"; may be infinite, not NaN
     * @param positive for each row, whether it is of the class that should score high
     * @throws DataException when a score is NaN, or one of the classes has no row: then no ranking of the two
     *                       exists
     */
    public static Ranking of(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(
                    "expected as many labels as scores, found " + positive.length + " and " + scores.length);
        }
        double[] high = new double[scores.length];
        double[] low = new double[scores.length];
        int highs = 0;
        int lows = 0;
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new DataException(
                        "score of row " + i + " (counted from 0): expected a number, found NaN");
            }
            // Adding zero turns -0 into 0, which sorting would take for different scores.
            if (positive[i]) {
                high[highs++] = scores[i] + 0.0;
            } else {
                low[lows++] = scores[i] + 0.0;
            }
        }
        if (highs == 0 || lows == 0) {
            throw new DataException("ranking: expected rows of both classes, found " + highs
                    + " positive and " + lows + " negative; AUROC and average precision need both");
        }
        high = Arrays.copyOf(high, highs);
        low = Arrays.copyOf(low, lows);
        Arrays.sort(high);
        Arrays.sort(low);
        return new Ranking(high, low);
    }

    /** As {@link #of(double[], boolean[])} for floats. */
    public static Ranking of(float[] scores, boolean[] positive) {
        double[] wide = new double[scores.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = scores[i];
        }
        return of(wide, positive);
    }

    /** Number of rows of the class that should score high. */
    public int positives() {
        return positives;
    }

    /** Number of rows of the other class. */
    public int negatives() {
        return negatives;
    }

    /**
     * Area under the receiver operating characteristic: the chance that a random positive scores above a
     * random negative, equal scores counting half (Mann and Whitney's U; Fawcett, "An introduction to ROC
     * analysis", 2006). 0.5 is guessing.
     */
    public double auroc() {
        double doubled = 0;
        long before = 0;
        long passed = 0;
        for (int i = 0; i < thresholds.length; i++) {
            doubled += (double) (negativesAbove[i] - passed) * (positivesAbove[i] + before);
            before = positivesAbove[i];
            passed = negativesAbove[i];
        }
        return doubled / 2 / positives / negatives;
    }

    /**
     * Average precision, also called AUPR: Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the distinct scores, R being recall and P
     * precision. No interpolation, which would flatter (Davis and Goadrich, "The relationship between
     * precision-recall and ROC curves", 2006). Guessing gives the share of positives.
     */
    public double averagePrecision() {
        double sum = 0;
        int before = 0;
        for (int i = 0; i < thresholds.length; i++) {
            sum += (positivesAbove[i] - before) * precision(i);
            before = positivesAbove[i];
        }
        return sum / positives;
    }

    /** What happens if rows with a score of at least {@code threshold} are called positive. */
    public Confusion at(double threshold) {
        int above = 0;
        int beyond = thresholds.length;
        while (above < beyond) {
            int middle = above + beyond >>> 1;
            if (thresholds[middle] >= threshold) {
                above = middle + 1;
            } else {
                beyond = middle;
            }
        }
        int found = above == 0 ? 0 : positivesAbove[above - 1];
        int alarms = above == 0 ? 0 : negativesAbove[above - 1];
        return new Confusion(found, alarms, positives - found, negatives - alarms);
    }

    /**
     * The ROC curve for drawing, from (0, 0) to (1, 1).
     *
     * @param most about the largest number of points; what is left out lies within 2/most of a point that
     *             stays
     */
    public RocCurve roc(int most) {
        var thinning = new Thinning<RocCurve.Point>(most, 2);
        thinning.add(0, 0, new RocCurve.Point(0, 0, Double.POSITIVE_INFINITY));
        for (int i = 0; i < thresholds.length; i++) {
            double x = (double) negativesAbove[i] / negatives;
            double y = (double) positivesAbove[i] / positives;
            thinning.add(x, y, new RocCurve.Point(x, y, thresholds[i]));
        }
        return new RocCurve(thinning.points(), auroc());
    }

    /**
     * The precision-recall curve for drawing, from the highest score on to recall 1. Between two points
     * precision belongs to the right one: draw it as steps.
     *
     * @param most about the largest number of points
     */
    public PrecisionRecallCurve precisionRecall(int most) {
        double length = 0;
        for (int i = 1; i < thresholds.length; i++) {
            length += recall(i) - recall(i - 1) + Math.abs(precision(i) - precision(i - 1));
        }
        var thinning = new Thinning<PrecisionRecallCurve.Point>(most, length);
        for (int i = 0; i < thresholds.length; i++) {
            double x = recall(i);
            double y = precision(i);
            thinning.add(x, y, new PrecisionRecallCurve.Point(x, y, thresholds[i]));
            if (positivesAbove[i] == positives) {
                break;
            }
        }
        return new PrecisionRecallCurve(thinning.points(), averagePrecision(),
                (double) positives / ((double) positives + negatives));
    }

    private double recall(int i) {
        return (double) positivesAbove[i] / positives;
    }

    private double precision(int i) {
        return positivesAbove[i] / ((double) positivesAbove[i] + negativesAbove[i]);
    }
}
