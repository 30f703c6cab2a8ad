package dev.hourglass.data;

import dev.hourglass.data.ColumnProfile.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table holds, from one pass over all of its rows. Takes memory by columns and categories, not by
 * rows.
 *
 * @param rows    number of rows
 * @param columns in the table's order
 */
public record TableProfile(long rows, List<ColumnProfile> columns) {
    /** A column with more different texts than this holds names, not categories. */
    private static final int MOST_CATEGORIES = 1000;
    /** So does one with more than a few texts, when most values are different. */
    private static final int FEW = 20;
    private static final double MOSTLY_DIFFERENT = 0.5;
    /** A column whose values are numbers for at least this share is one of numbers with slips. */
    private static final double NUMBERS = 0.99;

    public TableProfile {
        columns = List.copyOf(columns);
    }

    /**
     * Reads the table once. A column is one of numbers when at least 99 % of its values are; otherwise one of
     * categories when it has at most 1,000 different texts, and most values are not different (more than 20
     * texts that are different in more than half of the rows name rows).
     *
     * @param categories names of columns that hold categories though they look like numbers
     * @throws DataException when the table has no row, or no column of such a name
     */
    public static TableProfile of(TableSource table, Collection<String> categories) {
        for (String name : categories) {
            if (!table.columns().contains(name)) {
                throw new DataException(table.name() + ": expected a column '" + name + "', found "
                        + table.columnsInWords());
            }
        }
        var counts = table.columns().stream().map(name -> new Count(name, categories.contains(name)))
                .toList();
        long rows = 0;
        try (var cells = table.open()) {
            while (cells.next()) {
                rows++;
                for (int c = 0; c < counts.size(); c++) {
                    counts.get(c).add(cells, c);
                }
            }
        }
        if (rows == 0) {
            throw new DataException(table.name() + ": the table holds no rows");
        }
        return new TableProfile(rows, counts.stream().map(Count::profile).toList());
    }

    /** The column of that name. */
    public Optional<ColumnProfile> column(String name) {
        return columns.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static final class Count {
        private final String name;
        private final boolean wished;
        private long missing;
        private long numbers;
        private long others;
        private String strange = "";
        private Map<String, long[]> texts = new HashMap<>();

        private Count(String name, boolean wished) {
            this.name = name;
            this.wished = wished;
        }

        void add(TableRows cells, int column) {
            double number = wished ? Double.NaN : cells.number(column);
            if (!Double.isNaN(number)) {
                numbers++;
                // A table of numbers only never needs its texts.
                if (others == 0) {
                    return;
                }
            }
            String text = cells.text(column);
            if (text.isEmpty()) {
                missing++;
                return;
            }
            if (Double.isNaN(number)) {
                others++;
                if (others == 1) {
                    strange = "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "' in "
                            + cells.place();
                }
            }
            if (texts != null) {
                texts.computeIfAbsent(text, _ -> new long[1])[0]++;
                texts = texts.size() > MOST_CATEGORIES ? null : texts;
            }
        }

        ColumnProfile profile() {
            long values = numbers + others;
            if (values == 0) {
                return new ColumnProfile(name, Kind.EMPTY, missing, List.of(), "");
            }
            if (!wished && numbers >= NUMBERS * values) {
                return new ColumnProfile(name, Kind.NUMBER, missing + others, List.of(), strange);
            }
            if (texts == null || texts.size() > FEW && texts.size() > values * MOSTLY_DIFFERENT) {
                return new ColumnProfile(name, Kind.TEXT, missing, List.of(), "");
            }
            var order = new ArrayList<>(texts.entrySet());
            order.sort(Map.Entry.<String, long[]>comparingByValue((a, b) -> Long.compare(b[0], a[0]))
                    .thenComparing(Map.Entry.comparingByKey()));
            return new ColumnProfile(name, Kind.CATEGORY, missing,
                    order.stream().map(Map.Entry::getKey).toList(),
                    "");
        }
    }
}
