package dev.hourglass.report;

/**
 * An axis of a chart.
 *
 * @param label what is on it, with its unit
 * @param min   where it begins; NaN leaves it to the data
 * @param max   where it ends; NaN leaves it to the data
 */
public record Axis(String label, Scale scale, double min, double max) {

    /** How values become distances. */
    public enum Scale {
        LINEAR,
        /** For positive values; others are left out. */
        LOG
    }

    /** A linear axis that fits the data. */
    public static Axis of(String label) {
        return new Axis(label, Scale.LINEAR, Double.NaN, Double.NaN);
    }

    /** A logarithmic axis that fits the data. */
    public static Axis log(String label) {
        return new Axis(label, Scale.LOG, Double.NaN, Double.NaN);
    }

    /** The same axis with fixed ends. */
    public Axis from(double from, double to) {
        return new Axis(label, scale, from, to);
    }
}
