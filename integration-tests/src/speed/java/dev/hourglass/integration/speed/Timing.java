package dev.hourglass.integration.speed;

import java.util.Arrays;
import java.util.Locale;

/** Steps of two contestants, timed in turn, so that whatever else the machine does falls on both. */
final class Timing {
    private final double[] first;
    private final double[] second;
    private final double[] ratios;

    private Timing(int rounds) {
        first = new double[rounds];
        second = new double[rounds];
        ratios = new double[rounds];
    }

    /** Warms both up, then times one step of each per round; who begins changes from round to round. */
    static Timing alternating(Contestant first, Contestant second, int warmUp, int rounds) {
        for (int i = 0; i < warmUp; i++) {
            first.step();
            second.step();
        }
        var timing = new Timing(rounds);
        for (int i = 0; i < rounds; i++) {
            if (i % 2 == 0) {
                timing.first[i] = milliseconds(first);
                timing.second[i] = milliseconds(second);
            } else {
                timing.second[i] = milliseconds(second);
                timing.first[i] = milliseconds(first);
            }
            timing.ratios[i] = timing.first[i] / timing.second[i];
        }
        return timing;
    }

    private static double milliseconds(Contestant contestant) {
        long begin = System.nanoTime();
        contestant.step();
        return (System.nanoTime() - begin) / 1e6;
    }

    double firstMedian() {
        return quantile(first, 0.5);
    }

    double secondMedian() {
        return quantile(second, 0.5);
    }

    /** Median over the rounds of the first's time divided by the second's. */
    double ratio() {
        return quantile(ratios, 0.5);
    }

    private static double quantile(double[] values, double share) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f ms (quartiles %.1f-%.1f) against %.1f ms (%.1f-%.1f), "
                + "ratio %.2f (quartiles %.2f-%.2f, all %.2f-%.2f)", firstMedian(), quantile(first, 0.25),
                quantile(first, 0.75), secondMedian(), quantile(second, 0.25), quantile(second, 0.75),
                ratio(),
                quantile(ratios, 0.25), quantile(ratios, 0.75), quantile(ratios, 0), quantile(ratios, 1));
    }
}
