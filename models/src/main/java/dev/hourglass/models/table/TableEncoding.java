package dev.hourglass.models.table;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableRows;
import dev.hourglass.data.TableSource;
import dev.hourglass.plan.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the rows of a table become rows of numbers: fitted on the rows that a model learns from, stored with
 * the model, applied to every row that it is shown later. Columns are found by their names.
 *
 * @param columns what is known, in the table's order, which is that of the features
 * @param unused  what is not learnt from, each with the reason: {@code id: free text}
 */
public record TableEncoding(List<EncodedColumn> columns, List<String> unused) {

    public TableEncoding {
        columns = List.copyOf(columns);
        unused = List.copyOf(unused);
        if (columns.stream().allMatch(each -> each.width() == 0)) {
            throw new IllegalArgumentException("no column can be used" + (unused.isEmpty() ? ""
                    : ": " + String.join("; ", unused)));
        }
        var names = new HashSet<String>();
        columns.forEach(each -> {
            if (!names.add(each.name())) {
                throw new IllegalArgumentException("column " + each.name() + " is there twice");
            }
        });
    }

    /**
     * Learns scales, categories and what to do about missing values.
     *
     * @param rows    to learn from; no others
     * @param without names of columns that are not used, such as labels
     * @throws DataException when no column can be used
     */
    public static TableEncoding fit(Frame rows, Set<String> without, Scaling scaling) {
        try {
            return new EncodingFit(rows, scaling).columns(without);
        } catch (IllegalArgumentException e) {
            throw new DataException(rows.name() + ": " + e.getMessage(), e);
        }
    }

    /** The columns that become features. */
    public List<EncodedColumn> used() {
        return columns.stream().filter(each -> each.width() > 0).toList();
    }

    /** Number of features. */
    public int width() {
        return columns.stream().mapToInt(EncodedColumn::width).sum();
    }

    /** Names of the features, for people. */
    public List<String> features() {
        var names = new ArrayList<String>();
        for (var column : columns) {
            for (int i = 0; i < column.width(); i++) {
                names.add(column.feature(i));
            }
        }
        return names;
    }

    /** For each feature the index of its column. */
    public int[] columnOfFeature() {
        var owners = new int[width()];
        int at = 0;
        for (int c = 0; c < columns.size(); c++) {
            for (int i = 0; i < columns.get(c).width(); i++) {
                owners[at++] = c;
            }
        }
        return owners;
    }

    /**
     * What turns rows of a table into features. The table's columns may come in any order, and there may be
     * more of them.
     *
     * @throws DataException when the table lacks a column, naming it
     */
    public RowEncoder encoder(TableSource table) {
        var places = new int[columns.size()];
        for (int c = 0; c < places.length; c++) {
            String name = columns.get(c).name();
            places[c] = table.columns().indexOf(name);
            if (places[c] < 0 && columns.get(c).width() > 0) {
                throw new DataException(table.name() + ": expected a column '" + name
                        + "' as in the training data, found " + table.columnsInWords());
            }
        }
        return new RowEncoder(columns, places);
    }

    /** All rows of a sample as features. */
    public Dataset encode(Frame rows) {
        var values = new float[Math.multiplyExact(rows.size(), width())];
        var encoder = encoder(rows);
        try (TableRows in = rows.open()) {
            for (int at = 0; in.next(); at += width()) {
                encoder.encode(in, values, at);
            }
        }
        return Datasets.of(rows.name(), Shape.of(width()), values);
    }

    /**
     * A row of features as the cells of {@link #columns()}: numbers in their own units, whole where all that
     * was learnt from were, the category with the largest value, nothing where a value is more missing than
     * not, or none of the known categories.
     */
    public List<String> decode(float[] features, int offset) {
        var cells = new ArrayList<String>();
        int at = offset;
        for (var column : columns) {
            cells.add(switch (column) {
                case EncodedColumn.Number number -> number.width() == 2 && features[at + 1] > 0.5f ? ""
                        : number.text(features[at]);
                case EncodedColumn.Category category -> {
                    int best = 0;
                    for (int i = 1; i < category.width(); i++) {
                        best = features[at + i] > features[at + best] ? i : best;
                    }
                    yield best == category.categories().size() ? "" : category.categories().get(best);
                }
                case EncodedColumn.Constant constant -> constant.value();
            });
            at += column.width();
        }
        return cells;
    }
}
