package dev.hourglass.evaluation;

import java.util.List;

/**
 * What share of the positives is found, and what share of what is called positive is so.
 *
 * @param points           recall rising to 1, thresholds falling
 * @param averagePrecision over all points, also those left out here
 * @param guessing         precision of guessing: the share of positives
 */
public record PrecisionRecallCurve(List<Point> points, double averagePrecision, double guessing) {

    public PrecisionRecallCurve {
        points = List.copyOf(points);
    }

    /**
     * @param recall    share of the positives with a score of at least the threshold
     * @param precision share of positives among all rows with such a score
     */
    public record Point(double recall, double precision, double threshold) {
    }
}
