package dev.hourglass.report;

import java.util.List;

/**
 * One bar per name, from the top: shares of features, sizes.
 *
 * @param axis what the lengths are
 * @param note a sentence under the chart; may be empty
 */
public record Bars(String title, Axis axis, List<Bar> bars, String note) implements Section {

    /** A bar. */
    public record Bar(String name, double value) {
    }

    public Bars {
        bars = List.copyOf(bars);
    }
}
