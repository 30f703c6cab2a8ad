package dev.hourglass.evaluation;

import java.util.List;

/**
 * Receiver operating characteristic: what share of the positives is found for which share of false alarms.
 *
 * @param points from (0, 0) to (1, 1), thresholds falling
 * @param auroc  the area below all points, also those left out here
 */
public record RocCurve(List<Point> points, double auroc) {

    public RocCurve {
        points = List.copyOf(points);
    }

    /**
     * @param falsePositiveRate share of the negatives with a score of at least the threshold
     * @param truePositiveRate  share of the positives with a score of at least the threshold
     * @param threshold         infinite for the first point
     */
    public record Point(double falsePositiveRate, double truePositiveRate, double threshold) {
    }
}
