package dev.hourglass.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers in memory as a table. Not-a-number and infinity are missing values. Columns are called
 * {@code x1, x2, ...}; the labels of an archive are one more column, {@code y}.
 */
public final class ArrayTable implements TableSource {
    private static final String ROWS = "X";
    private static final String LABELS = "y";

    private final String name;
    private final List<String> columns;
    private final int rows;
    private final float[] values;
    private final float[] labels;

    private ArrayTable(String name, int rows, float[] values, float[] labels) {
        this.name = name;
        this.rows = rows;
        this.values = values;
        this.labels = labels;
        var names = new ArrayList<String>();
        for (int c = 1; c <= values.length / rows; c++) {
            names.add("x" + c);
        }
        if (labels != null) {
            names.add(LABELS);
        }
        this.columns = List.copyOf(names);
    }

    /**
     * Numbers row by row; the array is not copied.
     *
     * @param width columns of a row; the number of values is a multiple of it
     */
    public static ArrayTable of(String name, int width, float[] values) {
        if (width < 1 || values.length == 0 || values.length % width != 0) {
            throw new DataException(name + ": expected a whole number of rows of " + width
                    + " numbers, at least one, found " + values.length + " values");
        }
        return new ArrayTable(name, values.length / width, values, null);
    }

    /**
     * Opens a matrix in npy or npz; in an archive the array {@code X} or the only one beside {@code y}.
     *
     * @throws DataException when it is broken, no matrix, or has labels of another count
     */
    public static ArrayTable open(Path file) {
        var arrays = read(file);
        return of(file, arrays.get(ROWS), arrays.get(LABELS));
    }

    /** Whether a file of npy or npz holds a matrix, and not images. */
    static boolean isMatrix(Path file) {
        return read(file).get(ROWS).extents().size() == 2;
    }

    private static Map<String, NpyArray> read(Path file) {
        if (FileKind.of(file) != FileKind.ZIP) {
            return Map.of(ROWS, Npy.read(file));
        }
        String rows = NpyDataset.rowsName(file, Npz.names(file));
        var found = new HashMap<>(Npz.read(file, List.of(rows, LABELS)));
        found.put(ROWS, found.get(rows));
        return found;
    }

    private static ArrayTable of(Path file, NpyArray matrix, NpyArray labels) {
        if (matrix.extents().size() != 2 || matrix.size() == 0) {
            throw new DataException(file + ": expected a matrix of rows and columns, found " + matrix);
        }
        int rows = matrix.extents().getFirst();
        if (labels != null && labels.size() != rows) {
            throw new DataException(
                    file + ": y: expected " + rows + " labels, one for each row, found " + labels);
        }
        return new ArrayTable(file.toString(), rows, matrix.toFloats(),
                labels == null ? null : labels.toFloats());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Optional<String> labels() {
        return labels == null ? Optional.empty() : Optional.of(LABELS);
    }

    @Override
    public TableRows open() {
        return new Rows();
    }

    private final class Rows implements TableRows {
        private final int width = values.length / rows;
        private int row = -1;

        @Override
        public boolean next() {
            return ++row < rows;
        }

        @Override
        public String text(int column) {
            double value = number(column);
            return Double.isNaN(value) ? "" : value == Math.rint(value) && Math.abs(value) < 1e9
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }

        @Override
        public double number(int column) {
            float value = column < width ? values[row * width + column] : labels[row];
            return Float.isFinite(value) ? value : Double.NaN;
        }

        @Override
        public String place() {
            return "row " + row;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
