package dev.hourglass.data;

import dev.hourglass.data.ColumnProfile.Kind;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a table in memory, four bytes a cell: numbers as they are, categories as their index in the
 * profile's list. Missing values are NaN. Where the table has more rows than there is room for, they are a
 * uniform sample of it, drawn by reservoir (Vitter 1985, algorithm R): every row is as likely as every other,
 * and no more than the sample is held.
 */
public final class Frame implements TableSource {
    private final String name;
    private final TableProfile profile;
    private final long[] rows;
    private final float[] cells;

    private Frame(String name, TableProfile profile, long[] rows, float[] cells) {
        this.name = name;
        this.profile = profile;
        this.rows = rows;
        this.cells = cells;
    }

    /**
     * Reads the table once more.
     *
     * @param profile of the same table
     * @param most    rows to keep at most
     * @param seed    of the sample
     */
    public static Frame sample(TableSource table, TableProfile profile, int most, long seed) {
        int size = (int) Math.min(most, profile.rows());
        int width = profile.columns().size();
        if (size < 1 || (long) size * width > Integer.MAX_VALUE - 8) {
            throw new DataException(table.name() + ": " + size + " rows of " + width
                    + " columns cannot be held; take a smaller sample");
        }
        var reader = new CellReader(profile);
        var random = new PhiloxGenerator(seed, Streams.SAMPLE.id(), 0);
        var numbers = new long[size];
        var cells = new float[size * width];
        try (var in = table.open()) {
            for (long row = 0; in.next(); row++) {
                long place = row < size ? row : random.nextLong(row + 1);
                if (place < size) {
                    numbers[(int) place] = row;
                    reader.read(in, cells, (int) place * width);
                }
            }
        }
        return new Frame(table.name(), profile, numbers, cells).inOrder();
    }

    private Frame inOrder() {
        var order = new Integer[rows.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(rows[a], rows[b]));
        return rows(Arrays.stream(order).mapToInt(Integer::intValue).toArray());
    }

    /** Some of these rows, in the order given. */
    public Frame rows(int[] indices) {
        int width = profile.columns().size();
        var chosen = new float[indices.length * width];
        var numbers = new long[indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(cells, indices[i] * width, chosen, i * width, width);
            numbers[i] = rows[indices[i]];
        }
        return new Frame(name, profile, numbers, chosen);
    }

    public TableProfile profile() {
        return profile;
    }

    /** Number of rows. */
    public int size() {
        return rows.length;
    }

    /** Which row of the table a row is, from 0. */
    public long number(int row) {
        return rows[row];
    }

    /** A number, or the index of a category; NaN when missing. */
    public float cell(int row, int column) {
        return cells[row * profile.columns().size() + column];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return profile.columns().stream().map(ColumnProfile::name).toList();
    }

    /** The text of a cell; empty when missing. */
    public String text(int row, int column) {
        float cell = cell(row, column);
        if (Float.isNaN(cell)) {
            return "";
        }
        var about = profile.columns().get(column);
        return about.kind() == Kind.CATEGORY ? about.categories().get((int) cell)
                : cell == Math.rint(cell) && Math.abs(cell) < 1e9f ? Long.toString((long) cell)
                        : Float.toString(cell);
    }

    @Override
    public TableRows open() {
        return new TableRows() {
            private int row = -1;

            @Override
            public boolean next() {
                return ++row < rows.length;
            }

            @Override
            public String text(int column) {
                return Frame.this.text(row, column);
            }

            @Override
            public double number(int column) {
                return profile.columns().get(column).kind() == Kind.CATEGORY ? Cells.number(text(column))
                        : cell(row, column);
            }

            @Override
            public String place() {
                return "row " + rows[row];
            }

            @Override
            public void close() {
                // Nothing is held open.
            }
        };
    }
}
