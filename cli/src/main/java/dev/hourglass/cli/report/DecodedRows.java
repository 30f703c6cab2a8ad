package dev.hourglass.cli.report;

import dev.hourglass.cli.Examples;
import dev.hourglass.cli.TrainData;
import dev.hourglass.cli.Words;
import dev.hourglass.models.table.EncodedColumn;
import dev.hourglass.models.table.EncodedColumn.Values;
import dev.hourglass.report.Axis;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Histogram;
import dev.hourglass.report.Section;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import dev.hourglass.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** What a model does to test rows of a table: some of them before and after, and the errors of all. */
final class DecodedRows {
    private static final int SHOWN = 6;
    private static final int COLUMNS = 8;
    private static final int MOST_ROWS = 10_000;

    private final TrainedRun run;
    private final TrainData.Origin origin;

    DecodedRows(TrainedRun run, TrainData.Origin origin) {
        this.run = run;
        this.origin = origin;
    }

    Chapter chapter() {
        try {
            var test = run.data().test();
            double[] errors = new Examples(run.session(), run.interruptible(test)).errors(MOST_ROWS);
            var sections = new ArrayList<Section>(List.of(rows()));
            sections.add(Histogram.of("Errors of " + Words.count(errors.length, "test row"),
                    Axis.log("mean squared error of a row"), Histogram.Heights.COUNT,
                    Map.of("rows", errors)));
            ErrorsByLabel.table(test, errors).ifPresent(sections::add);
            return new Chapter("Before and after", sections);
        } catch (CancellationException _) {
            return Chapter.of("Before and after", Text.of("Interrupted before the rows were decoded."));
        }
    }

    private Section rows() {
        var columns = origin.encoding().columns();
        var shown = columns.stream().filter(each -> each.width() > 0).limit(COLUMNS).toList();
        int count = Math.min(SHOWN, run.data().test().size());
        int width = origin.encoding().width();
        var features = new float[count * width];
        for (int i = 0; i < count; i++) {
            run.data().test().read(i, features, i * width);
        }
        float[] decoded;
        try (var inference = run.model().open(run.backend(), count)) {
            decoded = inference.reconstruct(features);
        }
        var rows = new ArrayList<Table.Row>();
        for (int i = 0; i < count; i++) {
            var after = origin.encoding().decode(decoded, i * width);
            var original = new ArrayList<>(List.of(Cell.of("original")));
            var found = new ArrayList<>(List.of(Cell.of("decoded")));
            for (EncodedColumn column : shown) {
                int place = origin.test().columns().indexOf(column.name());
                original.add(Cell.of(origin.test().text(i, place)));
                found.add(Cell.of(readable(column, after.get(columns.indexOf(column)))));
            }
            rows.add(new Table.Row(Table.Owner.OTHER, original));
            rows.add(new Table.Row(Table.Owner.MODEL, found));
        }
        var heads = new ArrayList<>(List.of(Column.of("")));
        shown.forEach(each -> heads.add(Column.of(each.name())));
        return new Table("The first test rows", heads, rows,
                shown.size() < origin.encoding().used().size()
                        ? "The first " + COLUMNS + " of " + origin.encoding().used().size() + " columns."
                        : "");
    }

    private static String readable(EncodedColumn column, String cell) {
        return column instanceof EncodedColumn.Number number && number.values() == Values.REAL
                && !cell.isEmpty()
                        ? String.format(Locale.ROOT, "%.5g", Float.parseFloat(cell)) : cell;
    }
}
