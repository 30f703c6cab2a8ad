package dev.hourglass.integration.speed;

import java.util.Arrays;
import java.util.Locale;

/** Steps of two contestants, taken in turn, so that whatever else the machine does falls on both. */
final class Timing {
    private final Sample[] first;
    private final Sample[] second;

    private Timing(int rounds) {
        first = new Sample[rounds];
        second = new Sample[rounds];
    }

    /** Warms both up, then takes one step of each per round; who begins changes from round to round. */
    static Timing alternating(Remote first, Remote second, int warmUp, int rounds) {
        for (int i = 0; i < warmUp; i++) {
            first.step();
            second.step();
        }
        var timing = new Timing(rounds);
        for (int i = 0; i < rounds; i++) {
            if (i % 2 == 0) {
                timing.first[i] = first.step();
                timing.second[i] = second.step();
            } else {
                timing.second[i] = second.step();
                timing.first[i] = first.step();
            }
        }
        return timing;
    }

    /** Median over the rounds of the first's time by the clock divided by the second's. */
    double ratio() {
        return quantile(ratios(), 0.5);
    }

    private double[] ratios() {
        var ratios = new double[first.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = first[i].clock() / second[i].clock();
        }
        return ratios;
    }

    private static double[] clock(Sample[] samples) {
        return Arrays.stream(samples).mapToDouble(Sample::clock).toArray();
    }

    private static double processor(Sample[] samples) {
        return Arrays.stream(samples).mapToDouble(Sample::processor).average().orElseThrow();
    }

    private static double quantile(double[] values, double share) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static String quartiles(String form, double[] values) {
        return String.format(Locale.ROOT, form + " (" + form + " to " + form + ")", quantile(values, 0.5),
                quantile(values, 0.25), quantile(values, 0.75));
    }

    /**
     * Medians with quartiles, the best, and processor time as a mean: the latter two suffer less on a shared
     * machine.
     */
    @Override
    public String toString() {
        double[] ratios = ratios();
        double firstBest = quantile(clock(first), 0);
        double secondBest = quantile(clock(second), 0);
        return String.format(Locale.ROOT, "  clock ms %s : %s = %s, extremes %.2f to %.2f%n"
                + "  best ms %.1f : %.1f = %.2f, processor ms %.1f : %.1f = %.2f",
                quartiles("%.1f", clock(first)),
                quartiles("%.1f", clock(second)), quartiles("%.2f", ratios), quantile(ratios, 0),
                quantile(ratios, 1),
                firstBest, secondBest, firstBest / secondBest, processor(first), processor(second),
                processor(first) / processor(second));
    }
}
