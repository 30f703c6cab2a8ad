package dev.hourglass.evaluation;

/**
 * Counts of a decision between two classes. Rates without any row to count are 0.
 *
 * @param found       positives called positive
 * @param falseAlarms negatives called positive
 * @param missed      positives called negative
 * @param passed      negatives called negative
 */
public record Confusion(int found, int falseAlarms, int missed, int passed) {

    /** Share of positives among what is called positive. */
    public double precision() {
        return ratio(found, (double) found + falseAlarms);
    }

    /** Share of the positives that is called positive. */
    public double recall() {
        return ratio(found, (double) found + missed);
    }

    /** Share of the negatives that is called positive. */
    public double falseAlarmRate() {
        return ratio(falseAlarms, (double) falseAlarms + passed);
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        return ratio(2.0 * found, 2.0 * found + falseAlarms + missed);
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
