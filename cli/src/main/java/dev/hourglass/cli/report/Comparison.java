package dev.hourglass.cli.report;

import dev.hourglass.report.Finding;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A model beside baselines that it must beat, by one measure on the same rows: a table, and a plain sentence
 * about who wins.
 *
 * <pre>
 * var comparison = Comparison.of("MSE", Better.LOWER, "%.5f").model("this model", 0.0072, "20 numbers per image")
 *         .baseline("PCA", 0.0235, "the best linear code of 20 numbers");
 * </pre>
 */
public final class Comparison {

    /** Which values are better. */
    public enum Better {
        LOWER, HIGHER
    }

    private record Entry(String name, double value, String explanation) {
    }

    private final String measure;
    private final Better better;
    private final String format;
    private final Optional<Entry> model;
    private final List<Entry> baselines;

    private Comparison(String measure, Better better, String format, Optional<Entry> model,
            List<Entry> baselines) {
        this.measure = measure;
        this.better = better;
        this.format = format;
        this.model = model;
        this.baselines = List.copyOf(baselines);
    }

    /**
     * Nothing yet.
     *
     * @param measure its name, with the unit
     * @param format  of its values, such as {@code %.4f}
     */
    public static Comparison of(String measure, Better better, String format) {
        return new Comparison(measure, better, format, Optional.empty(), List.of());
    }

    /** The same with the model. */
    public Comparison model(String name, double value, String explanation) {
        return new Comparison(measure, better, format, Optional.of(new Entry(name, value, explanation)),
                baselines);
    }

    /**
     * The same with one more baseline.
     *
     * @param value       NaN where it was not measured; then it says nothing about the model
     * @param explanation what it does, for readers who do not know it
     */
    public Comparison baseline(String name, double value, String explanation) {
        var more = new ArrayList<>(baselines);
        more.add(new Entry(name, value, explanation));
        return new Comparison(measure, better, format, model, more);
    }

    /** Whether the model is better than each baseline that was measured. */
    public boolean beatsAll() {
        return model.isPresent() && unbeaten().isEmpty();
    }

    /** Names of baselines that the model does not beat. */
    public List<String> unbeatenNames() {
        return unbeaten().stream().map(Entry::name).toList();
    }

    private List<Entry> unbeaten() {
        return baselines.stream()
                .filter(each -> Double.isFinite(each.value) && !beats(model.orElseThrow(), each)).toList();
    }

    private boolean beats(Entry one, Entry other) {
        return better == Better.LOWER ? one.value < other.value : one.value > other.value;
    }

    /** All values, the model's first. */
    public Table table(String title) {
        var rows = new ArrayList<Table.Row>();
        model.ifPresent(each -> rows.add(new Table.Row(Table.Owner.MODEL, cells(each))));
        baselines.forEach(each -> rows.add(new Table.Row(Table.Owner.OTHER, cells(each))));
        return new Table(title, List.of(Column.of("method"),
                better == Better.LOWER ? Column.lowest(measure) : Column.highest(measure),
                Column.of("what it is")),
                rows, "");
    }

    private List<Cell> cells(Entry entry) {
        return List.of(Cell.of(entry.name), Cell.of(entry.value, format), Cell.of(entry.explanation));
    }

    /** In words: that the model beats them all, or each one that it does not beat. */
    public List<Finding> findings() {
        if (model.isEmpty()) {
            return List.of();
        }
        var measured = baselines.stream().filter(each -> Double.isFinite(each.value)).toList();
        if (measured.isEmpty()) {
            return List.of();
        }
        var unbeaten = unbeaten();
        if (unbeaten.isEmpty()) {
            Comparator<Entry> order = Comparator.comparingDouble(Entry::value);
            var nearest = measured.stream().min(better == Better.LOWER ? order : order.reversed())
                    .orElseThrow();
            return List.of(Finding.good("The model beats " + all(measured) + ": its " + measure + " is "
                    + number(model.get()) + ", that of " + nearest.name
                    + (measured.size() == 1 ? " " : ", the best of them, ") + number(nearest) + "."));
        }
        return unbeaten.stream()
                .map(each -> Finding.bad("The model does not beat " + each.name + ": its " + measure
                        + " is " + number(model.get()) + ", that of " + each.name + " " + number(each) + " ("
                        + (better == Better.LOWER ? "lower" : "higher") + " is better)."))
                .toList();
    }

    private static String all(List<Entry> measured) {
        return measured.size() == 1 ? measured.getFirst().name
                : "each of the " + measured.size() + " baselines";
    }

    private String number(Entry entry) {
        return Double.isFinite(entry.value) ? String.format(Locale.ROOT, format, entry.value)
                : "not a number";
    }
}
