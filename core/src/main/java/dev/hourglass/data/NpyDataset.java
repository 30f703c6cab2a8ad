package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Rows from npy and npz files. The first extent numbers the rows. Unsigned bytes of three or four extents are
 * images, (n, h, w) or (n, h, w, c), scaled to [0, 1]; all other numbers are taken as they are, and (n, h, w)
 * as images of one channel. In an archive, rows are the array {@code X}, or the only array apart from
 * {@code y}; {@code y} is labels.
 */
public final class NpyDataset {
    private static final String ROWS = "X";
    private static final String LABELS = "y";

    private NpyDataset() {
    }

    /**
     * Opens an npy or npz file.
     *
     * @throws DataException when it is broken, has no such arrays, values that are not finite, or labels of
     *                       another count than rows
     */
    public static Dataset open(Path file) {
        if (isArchive(file)) {
            return open(file, rowsName(file, Npz.names(file)));
        }
        return dataset(file.toString(), "", Npy.read(file), null);
    }

    /**
     * Opens an npz file, taking the rows from the array of that name.
     *
     * @throws DataException as above, and when there is no such array, naming those that there are
     */
    public static Dataset open(Path file, String rows) {
        List<String> names = Npz.names(file);
        if (!names.contains(rows)) {
            throw new DataException(
                    file + ": expected an array '" + rows + "', found " + String.join(", ", names));
        }
        Map<String, NpyArray> arrays = Npz.read(file, List.of(rows, LABELS));
        NpyArray labels = rows.equals(LABELS) ? null : arrays.get(LABELS);
        return dataset(file.toString(), rows + ": ", arrays.get(rows),
                labels == null ? null : labels(file, labels, arrays.get(rows)));
    }

    private static boolean isArchive(Path file) {
        Input.checkIsFile(file);
        FileKind kind = FileKind.of(file);
        if (kind == FileKind.EMPTY) {
            throw new DataException(file + ": the file is empty");
        }
        return kind == FileKind.ZIP;
    }

    static String rowsName(Path file, List<String> names) {
        if (names.contains(ROWS)) {
            return ROWS;
        }
        List<String> others = names.stream().filter(n -> !n.equals(LABELS)).toList();
        if (others.size() != 1) {
            throw new DataException(file + ": expected an array 'X' or only one array, found "
                    + String.join(", ", names));
        }
        return others.getFirst();
    }

    private static Dataset dataset(String file, String place, NpyArray array, int[] labels) {
        List<Integer> extents = array.extents();
        if (extents.size() < 2) {
            throw new DataException(
                    file + ": " + place + "expected rows (at least two extents), found " + array);
        }
        if (array.size() == 0) {
            throw new DataException(file + ": " + place + "holds no rows: " + array);
        }
        Shape row = new Shape(extents.subList(1, extents.size()));
        if (extents.size() == 3) {
            row = Shape.of(row.extent(0), row.extent(1), 1);
        }
        if (array.type() == NpyType.U1) {
            return new ByteRows(file, row, array.toBytes(), labels, extents.size() > 2 ? 1 : 255);
        }
        float[] values = array.toFloats();
        if (array.type().isFloating()) {
            Finite.check(file + ": " + place, values, row.elements());
        }
        return new FloatRows(file, row, values, labels);
    }

    private static int[] labels(Path file, NpyArray array, NpyArray rows) {
        int count = rows.extents().isEmpty() ? 0 : rows.extents().getFirst();
        boolean column = array.extents().size() == 1
                || array.extents().size() == 2 && array.extents().getLast() == 1;
        if (!column || array.size() != count) {
            throw new DataException(
                    file + ": y: expected " + count + " labels, one for each row, found " + array);
        }
        double[] values = array.toDoubles();
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (int) values[i];
            if (labels[i] != values[i]) {
                throw new DataException(file + ": y: row " + i + ": expected a whole number as label, found "
                        + values[i]);
            }
        }
        return labels;
    }
}
