package dev.hourglass.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One piece of work as rows of text.
 *
 * @param title    the work
 * @param headings of the columns; all but the first hold numbers
 * @param rows     one for each contestant
 */
public record BenchTable(String title, List<String> headings, List<List<String>> rows) {
    public BenchTable {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** A table for each piece of work, fastest first. */
    public static List<BenchTable> of(BenchRun run) {
        return run.steps().stream().map(BenchTable::of).toList();
    }

    private static BenchTable of(StepResult step) {
        boolean latency = step.work().size().batch() == 1;
        Optional<Entry> ours = step.entries().stream().filter(Entry::isOurs).findFirst();
        var headings = new ArrayList<>(
                List.of("", "ms", "quartiles", latency ? "p99" : "best", "processor ms"));
        ours.ifPresent(each -> headings.add("times " + each.id()));
        var rows = step.entries().stream()
                .sorted((a, b) -> Double.compare(a.clock().median(), b.clock().median()))
                .map(entry -> row(step, entry, ours, latency)).toList();
        return new BenchTable(step.work().toString(), headings, rows);
    }

    private static List<String> row(StepResult step, Entry entry, Optional<Entry> ours, boolean latency) {
        var clock = entry.clock();
        var row = new ArrayList<>(List.of(entry.id(), number(clock.median()),
                number(clock.q1()) + "-" + number(clock.q3()), number(latency ? clock.p99() : clock.best()),
                number(entry.processor())));
        ours.ifPresent(each -> row.add(step.ratio(entry.id(), each.id()).map(Ratio::times)
                .map(BenchTable::times).orElse("")));
        return row;
    }

    /** A ratio with its quartiles. */
    static String times(Series ratio) {
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.q1(), ratio.q3());
    }

    /** Milliseconds to three digits. */
    static String number(double value) {
        int digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
