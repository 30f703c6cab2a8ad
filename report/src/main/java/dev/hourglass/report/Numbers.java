package dev.hourglass.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The numbers of a chart as a table, for people who do not see it or want to copy them.
 *
 * @param rows empty where they are too many to read
 */
record Numbers(List<String> heads, List<List<String>> rows) {
    private static final int MOST_ROWS = 200;

    static Numbers of(Section chart) {
        return switch (chart) {
            case LineChart each -> of(each);
            case Histogram each -> of(each);
            case Bars each -> new Numbers(List.of("", each.axis().label()),
                    each.bars().stream().map(bar -> List.of(bar.name(), text(bar.value()))).toList());
            case Scatter _,Facts _,Table _,ImageGrid _,Text _,Finding _,Command _ ->
                new Numbers(List.of(), List.of());
        };
    }

    /**
     * One row for every x at which a line has a point; faint lines, which are only for the eye, are left out.
     */
    private static Numbers of(LineChart chart) {
        var lines = chart.lines().stream().filter(each -> each.style() != Line.Style.FAINT).toList();
        var places = new TreeSet<Double>();
        lines.forEach(line -> line.points().forEach(point -> places.add(point.x())));
        if (places.size() > MOST_ROWS) {
            return new Numbers(List.of(), List.of());
        }
        var heads = new ArrayList<>(List.of(chart.x().label()));
        lines.forEach(each -> heads.add(each.name()));
        var values = lines.stream().map(line -> line.points().stream()
                .collect(Collectors.toMap(Point::x, Point::y, (first, _) -> first))).toList();
        var rows = new ArrayList<List<String>>();
        for (double x : places) {
            var row = new ArrayList<>(List.of(text(x)));
            values.forEach(each -> row.add(each.containsKey(x) ? text(each.get(x)) : ""));
            rows.add(row);
        }
        return new Numbers(heads, rows);
    }

    private static Numbers of(Histogram chart) {
        var heads = new ArrayList<>(List.of(chart.x().label() + ", from", "to"));
        chart.groups().forEach(each -> heads.add(each.name()));
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < chart.edges().size() - 1; i++) {
            var row = new ArrayList<>(List.of(text(chart.edges().get(i)), text(chart.edges().get(i + 1))));
            int bin = i;
            chart.groups().forEach(each -> row.add(each.counts().get(bin).toString()));
            rows.add(row);
        }
        return new Numbers(heads, rows);
    }

    /** A number to five significant digits. */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return Table.Cell.NONE;
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.valueOf((long) value);
        }
        return String.format(Locale.ROOT, "%.5g", value);
    }
}
