package dev.hourglass.cli.compress;

import dev.hourglass.models.table.EncodedColumn;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Finding;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a code keeps of each column of a table, beside principal components of the same width and beside
 * always giving the mean or the most frequent category.
 *
 * @param rows how many test rows, in words
 */
record ColumnErrors(List<Measured> columns, String rows) {
    private static final int SHOWN = 100;

    /** How a column's errors are counted. */
    enum Measure {
        /** Of numbers: root of the mean squared error, in the column's own unit. */
        RMSE,
        /** Of categories: share of the rows that get another one. */
        WRONG
    }

    /**
     * Errors in one column; lower is better.
     *
     * @param usual of the mean of the training rows, or of their most frequent category
     */
    record Measured(String column, Measure measure, double model, double pca, double usual) {
    }

    ColumnErrors {
        columns = List.copyOf(columns);
    }

    static ColumnErrors measure(CodeSubject subject, TableEncoding encoding) {
        int numbers = subject.compressor().width();
        float[] real = subject.testValues();
        float[] decoded = subject.compressor().reconstruct(real);
        float[] linear = subject.pca().decode(subject.pca().encode(real, numbers), numbers);
        var usual = usual(encoding, real.length);
        var columns = new ArrayList<Measured>();
        int at = 0;
        for (var column : encoding.used()) {
            var block = new Block(column, at, encoding.width());
            columns.add(new Measured(column.name(), block.measure(), block.error(real, decoded),
                    block.error(real, linear), block.error(real, usual)));
            at += column.width();
        }
        return new ColumnErrors(columns, subject.testWords());
    }

    /** Means of standardised numbers are 0; the most frequent category is the first of its column. */
    private static float[] usual(TableEncoding encoding, int length) {
        var values = new float[length];
        int at = 0;
        for (var column : encoding.used()) {
            for (int i = at; column instanceof EncodedColumn.Category && i < length; i += encoding.width()) {
                values[i] = 1;
            }
            at += column.width();
        }
        return values;
    }

    /** The features of one column in rows that lie one after the other. */
    private record Block(EncodedColumn column, int from, int width) {
        Measure measure() {
            return column instanceof EncodedColumn.Number ? Measure.RMSE : Measure.WRONG;
        }

        /** NaN where every value of these rows is missing. */
        double error(float[] real, float[] found) {
            double sum = 0;
            int count = 0;
            for (int at = from; at < real.length; at += width) {
                if (column instanceof EncodedColumn.Number number) {
                    boolean missing = number.width() == 2 && real[at + 1] > 0.5f;
                    double difference = (found[at] - real[at]) * number.scale();
                    sum += missing ? 0 : difference * difference;
                    count += missing ? 0 : 1;
                } else {
                    sum += largest(real, at) == largest(found, at) ? 0 : 1;
                    count++;
                }
            }
            return measure() == Measure.RMSE ? Math.sqrt(sum / count) : sum / count;
        }

        private int largest(float[] values, int at) {
            int best = 0;
            for (int i = 1; i < column.width(); i++) {
                best = values[at + i] > values[at + best] ? i : best;
            }
            return best;
        }
    }

    Chapter chapter() {
        var shown = columns.stream().limit(SHOWN).map(each -> Table.Row.of(Cell.of(each.column),
                Cell.of(each.measure == Measure.RMSE ? "off by (root mean square)" : "wrong"),
                cell(each.measure, each.model), cell(each.measure, each.pca), cell(each.measure, each.usual)))
                .toList();
        var table = new Table("Errors of each column, " + rows,
                List.of(Column.of("column"), Column.of("how it is counted"), Column.of("this model"),
                        Column.of("principal components"), Column.of("mean or most frequent")),
                shown, (columns.size() > SHOWN ? "The first " + SHOWN + " of " + columns.size() + " columns. "
                        : "") + "Numbers in their own units; of categories the share that comes back as "
                        + "another one. Missing values are not counted among numbers.");
        return Chapter.of("What is kept of each column", finding(), table);
    }

    private Finding finding() {
        var useless = columns.stream().filter(each -> each.usual > 0 && each.model >= each.usual)
                .map(Measured::column).toList();
        return useless.isEmpty()
                ? Finding.good(
                        "Every column comes back better than by its mean or its most frequent category.")
                : Finding.careful("The code keeps nothing of " + (useless.size() > 10
                        ? useless.size() + " columns, among them " : "")
                        + String.join(", ", useless.stream().limit(10).toList())
                        + ": a longer one (--latent) may.");
    }

    private static Cell cell(Measure measure, double value) {
        return measure == Measure.RMSE ? Cell.of(value, "%.4g")
                : Cell.of(String.format(Locale.ROOT, "%.2f %%", 100 * value));
    }

    Map<String, Object> results() {
        return Map.of("errorByColumn", columns);
    }
}
