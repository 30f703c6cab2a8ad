package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens whatever a path holds, and makes data sets of arrays. */
public final class Datasets {

    private Datasets() {
    }

    /**
     * Opens IDX, npy, npz, CSV (each also in gzip, but for npz), a picture or a folder of pictures, by
     * contents and not by name.
     *
     * @throws DataException when it is none of these or broken; one line with file, place, expected and found
     */
    public static Dataset open(Path path, OpenOptions options) {
        if (Files.isDirectory(path)) {
            return ImageFolder.open(path, options.channels());
        }
        FileKind kind;
        try (Input in = Input.open(path)) {
            kind = in.peek();
        }
        return switch (kind) {
            case IDX -> IdxDataset.open(path);
            case NPY -> NpyDataset.open(path);
            case ZIP -> options.array().map(name -> NpyDataset.open(path, name))
                    .orElseGet(() -> NpyDataset.open(path));
            case PNG, JPEG -> ImageFolder.open(path, options.channels());
            case TEXT -> CsvDataset.open(path, options.labels().orElse(null));
            case EMPTY, GZIP, GIF, BMP, TIFF, WEBP, PDF, HDF5, HTML, SAFETENSORS,
                    BINARY ->
                throw new DataException(
                        path + ": expected IDX, npy, npz, CSV, PNG, JPEG or a folder of images, found "
                                + kind.words());
        };
    }

    /** As above with {@link OpenOptions#standard}. */
    public static Dataset open(Path path) {
        return open(path, OpenOptions.standard());
    }

    /**
     * Rows of floats; the arrays are not copied.
     *
     * @param shape  shape of one row
     * @param values a whole number of rows, at least one
     * @throws DataException where a value is not finite, naming row and column
     */
    public static Dataset of(String name, Shape shape, float[] values) {
        checkRows(name, shape, values.length);
        Finite.check(name + ": ", values, shape.elements());
        return new FloatRows(name, shape, values, null);
    }

    /** Rows of 8-bit images, read as value / 255; the array is not copied. */
    public static Dataset of(String name, Shape shape, byte[] values) {
        checkRows(name, shape, values.length);
        return new ByteRows(name, shape, values, null, 1);
    }

    private static void checkRows(String name, Shape shape, int values) {
        if (values == 0 || values % shape.elements() != 0) {
            throw new DataException(
                    name + ": expected a whole number of rows of shape " + shape + ", at least one, "
                            + "found " + values + " values");
        }
    }

    /** The first rows of a data set, all where it has no more than {@code count}. */
    public static Dataset first(Dataset data, int count) {
        if (count < 1) {
            throw new DataException(data.name() + ": at least one row must be kept, found " + count);
        }
        if (count >= data.size()) {
            return data;
        }
        String name = data.name() + " (first " + count + ")";
        return data instanceof SyntheticDigits digits ? digits.first(name, count)
                : new Rows(name, data, count);
    }

    /** Some of the rows, in the order given; nothing is copied. */
    public static Dataset some(Dataset data, int[] rows) {
        return new Rows(data.name(), data, rows);
    }
}
