package dev.hourglass.cli.report;

import dev.hourglass.cli.Words;
import dev.hourglass.data.Dataset;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Errors of each class: some kinds of image are harder than others. */
final class ErrorsByLabel {
    private static final int MOST_LABELS = 30;

    private ErrorsByLabel() {
    }

    /**
     * A row per label.
     *
     * @param errors of the data's first rows
     * @return empty where the data has no labels, one, or very many
     */
    static Optional<Table> table(Dataset data, double[] errors) {
        var byLabel = new TreeMap<Integer, List<Double>>();
        for (int row = 0; row < errors.length; row++) {
            double error = errors[row];
            data.label(row).ifPresent(
                    label -> byLabel.computeIfAbsent(label, _ -> new ArrayList<>()).add(error));
        }
        if (byLabel.size() < 2 || byLabel.size() > MOST_LABELS) {
            return Optional.empty();
        }
        var rows = new ArrayList<Table.Row>();
        byLabel.forEach((label, values) -> rows.add(row(label, values)));
        return Optional.of(new Table("Errors by label",
                List.of(Column.of("label"), Column.of(Words.noun(data.shape()) + "s"),
                        Column.of("mean error"), Column.of("median"), Column.of("largest")),
                rows,
                ""));
    }

    private static Table.Row row(int label, List<Double> values) {
        double[] sorted = values.stream().mapToDouble(each -> each).sorted().toArray();
        return Table.Row.of(Cell.of(String.valueOf(label)),
                new Cell(Words.count(sorted.length), sorted.length),
                Cell.of(Arrays.stream(sorted).average().orElseThrow(), "%.5f"),
                Cell.of(sorted[sorted.length / 2], "%.5f"), Cell.of(sorted[sorted.length - 1], "%.5f"));
    }
}
