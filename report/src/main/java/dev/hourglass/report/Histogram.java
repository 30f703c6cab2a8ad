package dev.hourglass.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * How often values occur, of several groups over each other: errors of rows, scores by label.
 *
 * @param edges  ends of the bins, one more than bins, rising
 * @param groups in the order of the legend
 * @param note   a sentence under the chart; may be empty
 */
public record Histogram(String title, Axis x, Heights heights, List<Double> edges, List<Group> groups,
        List<Reference> references, String note) implements Section {
    private static final int BINS = 40;

    /** What a bar's height says. */
    public enum Heights {
        /** Number of values. */
        COUNT,
        /** Share of the group's values: for groups of very different sizes. */
        SHARE
    }

    /** Counts per bin. */
    public record Group(String name, List<Integer> counts) {
        public Group {
            counts = List.copyOf(counts);
        }
    }

    public Histogram {
        edges = List.copyOf(edges);
        groups = List.copyOf(groups);
        references = List.copyOf(references);
        for (Group group : groups) {
            if (group.counts().size() != edges.size() - 1) {
                throw new IllegalArgumentException("group " + group.name() + ": expected "
                        + (edges.size() - 1) + " counts, found " + group.counts().size());
            }
        }
    }

    /**
     * Counts values in bins of equal width on the axis. A logarithmic one becomes linear where the values
     * span less than a power of ten. On a logarithmic axis values must be positive; those that are not, or
     * are not finite, are left out, and the note says how many.
     *
     * @param values by group, in the order of the map
     */
    public static Histogram of(String title, Axis x, Heights heights, Map<String, double[]> values) {
        boolean positive = x.scale() == Axis.Scale.LOG;
        double[] shown = finite(values.values().stream().flatMapToDouble(Arrays::stream), positive);
        boolean log = positive
                && Arrays.stream(shown).max().orElse(1) >= 10 * Arrays.stream(shown).min().orElse(1);
        var axis = positive && !log ? new Axis(x.label(), Axis.Scale.LINEAR, x.min(), x.max()) : x;
        var edges = edges(shown, log);
        var groups = new ArrayList<Group>();
        values.forEach((name, each) -> groups
                .add(new Group(name, count(finite(Arrays.stream(each), positive), edges, log))));
        long left = values.values().stream().mapToLong(each -> each.length).sum() - shown.length;
        String note = left == 0 ? ""
                : left + " of the values " + (left == 1 ? "is" : "are") + " not "
                        + (positive ? "positive or not finite" : "finite") + ", and left out.";
        return new Histogram(title, axis, heights, edges, groups, List.of(), note);
    }

    private static double[] finite(DoubleStream values, boolean positive) {
        return values.filter(each -> Double.isFinite(each) && (!positive || each > 0)).toArray();
    }

    private static List<Double> edges(double[] values, boolean log) {
        double from = Arrays.stream(values).min().orElse(log ? 1 : 0);
        double to = Arrays.stream(values).max().orElse(log ? 10 : 1);
        if (to <= from) {
            double room = from == 0 ? 1 : Math.abs(from) * 0.01;
            from -= room;
            to += room;
        }
        var edges = new ArrayList<Double>();
        for (int i = 0; i <= BINS; i++) {
            double at = (double) i / BINS;
            edges.add(log ? from * Math.pow(to / from, at) : from + (to - from) * at);
        }
        return edges;
    }

    private static List<Integer> count(double[] values, List<Double> edges, boolean log) {
        var counts = new Integer[edges.size() - 1];
        Arrays.fill(counts, 0);
        double from = edges.getFirst();
        double to = edges.getLast();
        for (double value : values) {
            double at = log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
            counts[Math.clamp((long) (at * counts.length), 0, counts.length - 1)]++;
        }
        return List.of(counts);
    }

    public Histogram with(Reference reference) {
        var more = new ArrayList<>(references);
        more.add(reference);
        return new Histogram(title, x, heights, edges, groups, more, note);
    }

    public Histogram noted(String sentence) {
        return new Histogram(title, x, heights, edges, groups, references,
                note.isEmpty() ? sentence : sentence + " " + note);
    }
}
