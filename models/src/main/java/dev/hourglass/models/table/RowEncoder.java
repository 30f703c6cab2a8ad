package dev.hourglass.models.table;

import dev.hourglass.data.TableRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns rows of one table into features. For one thread. */
public final class RowEncoder {
    private final List<EncodedColumn> columns;
    private final int[] places;
    private final List<Map<String, Integer>> codes = new ArrayList<>();

    RowEncoder(List<EncodedColumn> columns, int[] places) {
        this.columns = columns;
        this.places = places;
        for (var column : columns) {
            var known = new HashMap<String, Integer>();
            if (column instanceof EncodedColumn.Category category) {
                category.categories().forEach(each -> known.put(each, known.size()));
            }
            codes.add(known);
        }
    }

    /** Writes the features of the current row. */
    public void encode(TableRows in, float[] into, int offset) {
        int at = offset;
        for (int c = 0; c < places.length; c++) {
            int width = columns.get(c).width();
            switch (columns.get(c)) {
                case EncodedColumn.Number number -> {
                    double value = in.number(places[c]);
                    into[at] = Double.isNaN(value) ? number.fill() : number.scaled(value);
                    if (width == 2) {
                        into[at + 1] = Double.isNaN(value) ? 1 : 0;
                    }
                }
                case EncodedColumn.Category _ -> {
                    Arrays.fill(into, at, at + width, 0);
                    into[at + codes.get(c).getOrDefault(in.text(places[c]), width - 1)] = 1;
                }
                case EncodedColumn.Constant _ -> {
                    // Nothing was learnt of it.
                }
            }
            at += width;
        }
    }

    /**
     * Names of the columns in which the current row has a category that gets no feature of its own, in order.
     * A missing value is such a one where none was missing.
     */
    public List<String> unknownCategories(TableRows in) {
        var found = new ArrayList<String>();
        for (int c = 0; c < places.length; c++) {
            if (columns.get(c) instanceof EncodedColumn.Category category
                    && !codes.get(c).containsKey(in.text(places[c]))) {
                found.add(category.name());
            }
        }
        return found;
    }

    /** Told of a column that was always the same, and is not in the current row. */
    @FunctionalInterface
    public interface Change {
        void found(EncodedColumn.Constant column, String text);
    }

    /** Looks for changes in the current row. Columns that the table does not have are passed over. */
    public void changes(TableRows in, Change change) {
        for (int c = 0; c < places.length; c++) {
            if (columns.get(c) instanceof EncodedColumn.Constant constant && places[c] >= 0) {
                String text = in.text(places[c]);
                if (constant.differs(text)) {
                    change.found(constant, text);
                }
            }
        }
    }
}
