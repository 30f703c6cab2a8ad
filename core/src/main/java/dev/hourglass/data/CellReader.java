package dev.hourglass.data;

import dev.hourglass.data.ColumnProfile.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the cells of a row into floats: numbers, or indices of categories. */
final class CellReader {
    private final List<ColumnProfile> columns;
    private final List<Map<String, Integer>> codes = new ArrayList<>();

    CellReader(TableProfile profile) {
        this.columns = profile.columns();
        for (var column : columns) {
            var known = new HashMap<String, Integer>();
            column.categories().forEach(each -> known.put(each, known.size()));
            codes.add(known);
        }
    }

    void read(TableRows in, float[] into, int offset) {
        for (int c = 0; c < columns.size(); c++) {
            into[offset + c] = switch (columns.get(c).kind()) {
                case NUMBER -> (float) in.number(c);
                case CATEGORY -> codes.get(c).getOrDefault(in.text(c), -1);
                case TEXT, EMPTY -> Float.NaN;
            };
            if (columns.get(c).kind() == Kind.CATEGORY && into[offset + c] < 0) {
                into[offset + c] = Float.NaN;
            }
        }
    }
}
