package dev.hourglass.models.anomaly;

import java.util.Arrays;

/**
 * One component of one group as a part of the score: its logarithm, less the mean over the training rows,
 * over the standard deviation. The logarithm keeps one far-off row from drowning what the other parts say.
 *
 * @param group     number of the group
 * @param component of that group
 * @param floor     added before the logarithm
 */
record Term(int group, Component component, double floor, double mean, double deviation) {
    private static final double FLOOR = 1e-3;
    private static final double SMALL = 1e-9;

    Term {
        if (!(floor > 0) || !(deviation > 0) || !Double.isFinite(floor + deviation + mean)) {
            throw new IllegalArgumentException(
                    "a part of the score must have a positive floor and deviation, found "
                            + floor + " and " + deviation);
        }
    }

    /** Learns from the component's values over training rows. */
    static Term fit(int group, Component component, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double floor = FLOOR * sorted[sorted.length / 2] + 1e-12;
        double[] logs = Arrays.stream(values).map(each -> Math.log(each + floor)).toArray();
        double mean = Arrays.stream(logs).average().orElseThrow();
        double variance = Arrays.stream(logs).map(each -> (each - mean) * (each - mean)).average()
                .orElseThrow();
        return new Term(group, component, floor, mean, Math.sqrt(variance) + SMALL);
    }

    double of(double value) {
        return (Math.log(value + floor) - mean) / deviation;
    }
}
