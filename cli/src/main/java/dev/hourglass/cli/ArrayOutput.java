package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.data.IdxDataset;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.data.Npz;
import dev.hourglass.data.PngFile;
import dev.hourglass.plan.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;

/** Results as one file, written at the end. */
final class ArrayOutput implements RowOutput {
    private final Path file;
    private final Kind kind;
    private final RowInput input;
    private float[] all;
    private Shape row;
    private int rows;

    ArrayOutput(Path file, Kind kind, RowInput input) {
        this.file = file;
        this.kind = kind;
        this.input = input;
        if (kind == Kind.PNG && input.size() > 1) {
            throw new WrongOption(
                    "--out: " + file + " holds one image, there are " + Words.count(input.size())
                            + "; name a folder, or a file that ends in .npy");
        }
    }

    @Override
    public void accept(int place, float[] values, int offset, Shape shape) {
        if (all == null) {
            allocate(shape);
        }
        if (!shape.equals(row)) {
            throw new DataException(input.names().get(place) + ": gives a result of shape " + shape
                    + ", others one of " + row + "; one file cannot hold both: name a folder for --out");
        }
        rows = Math.max(rows, place + 1);
        if ((long) rows * row.elements() > all.length) {
            // Rows that are counted as they come.
            all = Arrays.copyOf(all, checked(Math.max(rows, 3L * rows / 2) * row.elements()));
        }
        System.arraycopy(values, offset, all, place * row.elements(), row.elements());
    }

    private void allocate(Shape shape) {
        row = shape;
        all = new float[checked((long) input.size() * shape.elements())];
    }

    private int checked(long values) {
        if (values > Integer.MAX_VALUE - 8) {
            throw new DataException(file + ": would hold " + Words.count(values) + " values, at most "
                    + Words.count(Integer.MAX_VALUE - 8) + " can be written to one file; name a folder, or "
                    + "divide the input");
        }
        return (int) values;
    }

    @Override
    public void finish() {
        Shape shape = row.batch(rows);
        all = Arrays.copyOf(all, shape.elements());
        int[] extents = shape.extents().stream().mapToInt(Integer::intValue).toArray();
        switch (kind) {
            case NPY -> Npy.write(file, NpyArray.of(all, extents));
            case NPZ -> writeArchive(NpyArray.of(all, extents));
            case IDX -> IdxDataset.write(file, row.extent(-1) == 1 && row.rank() == 3
                    ? Shape.of(rows, row.extent(0), row.extent(1))
                    : shape, all);
            case PNG -> PngFile.write(file, all, row.extent(0), row.extent(1), row.extent(2));
            case FOLDER -> throw new IllegalStateException("a folder is not one file");
        }
    }

    private void writeArchive(NpyArray values) {
        var arrays = new LinkedHashMap<String, NpyArray>();
        arrays.put("X", values);
        if (input.groups().size() == 1 && input.groups().getFirst().rows().label(0).isPresent()) {
            var data = input.groups().getFirst().rows();
            var labels = new int[data.size()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = data.label(i).orElseThrow();
            }
            arrays.put("y", NpyArray.of(labels, labels.length));
        }
        Npz.write(file, arrays);
    }
}
