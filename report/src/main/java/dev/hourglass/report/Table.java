package dev.hourglass.report;

import java.util.List;

/**
 * A table; the best value of a column stands out.
 *
 * @param title its caption
 * @param rows  with one cell per column; the first cell of a row is its name
 * @param note  a sentence under the table; may be empty
 */
public record Table(String title, List<Column> columns, List<Row> rows, String note) implements Section {

    /** Which value of a column stands out. */
    public enum Best {
        NONE, LOWEST, HIGHEST
    }

    /** A column. */
    public record Column(String name, Best best) {
        public static Column of(String name) {
            return new Column(name, Best.NONE);
        }

        public static Column lowest(String name) {
            return new Column(name, Best.LOWEST);
        }

        public static Column highest(String name) {
            return new Column(name, Best.HIGHEST);
        }
    }

    /** Whose row it is. */
    public enum Owner {
        /** The model the report is about; its row stands out. */
        MODEL,
        /** What it is compared with. */
        OTHER
    }

    /** A row. */
    public record Row(Owner owner, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }

        public static Row of(Cell... cells) {
            return new Row(Owner.OTHER, List.of(cells));
        }

        public static Row ofModel(Cell... cells) {
            return new Row(Owner.MODEL, List.of(cells));
        }
    }

    /**
     * An entry.
     *
     * @param text  what is shown
     * @param value what is compared; NaN where there is nothing to compare
     */
    public record Cell(String text, double value) {
        /** Shown for numbers that are missing or not finite. */
        public static final String NONE = "–";

        public static Cell of(String text) {
            return new Cell(text, Double.NaN);
        }

        /** A number, with a format such as {@code %.4f}; a dash where it is not finite. */
        public static Cell of(double value, String format) {
            return new Cell(
                    Double.isFinite(value) ? String.format(java.util.Locale.ROOT, format, value) : NONE,
                    value);
        }
    }

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.cells().size() != columns.size()) {
                throw new IllegalArgumentException("table " + title + ": expected " + columns.size()
                        + " cells in a row, found " + row.cells().size());
            }
        }
    }

    /** Whether a cell has the best value of its column; cells that look the same as the best count too. */
    boolean isBest(Row row, int column) {
        var best = columns.get(column).best();
        if (best == Best.NONE || !Double.isFinite(row.cells().get(column).value())) {
            return false;
        }
        var values = rows.stream().map(each -> each.cells().get(column))
                .filter(each -> Double.isFinite(each.value())).toList();
        var order = java.util.Comparator.comparingDouble(Cell::value);
        var winner = best == Best.LOWEST ? java.util.Collections.min(values, order)
                : java.util.Collections.max(values, order);
        return values.size() > 1 && winner.text().equals(row.cells().get(column).text());
    }

    /** Whether a column holds numbers, which stand at the right. */
    boolean isNumeric(int column) {
        return rows.stream().anyMatch(each -> !Double.isNaN(each.cells().get(column).value()));
    }
}
