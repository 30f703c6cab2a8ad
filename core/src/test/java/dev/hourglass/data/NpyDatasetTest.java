package dev.hourglass.data;

import static dev.hourglass.data.Faults.file;
import static dev.hourglass.data.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyDatasetTest {
    @TempDir
    Path folder;

    private Path npz(Object... namesAndArrays) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < namesAndArrays.length; i += 2) {
            arrays.put((String) namesAndArrays[i], (NpyArray) namesAndArrays[i + 1]);
        }
        Path file = folder.resolve("a.npz");
        Npz.write(file, arrays);
        return file;
    }

    private Path npy(NpyArray array) {
        Path file = folder.resolve("a.npy");
        Npy.write(file, array);
        return file;
    }

    private static float[] row(Dataset data, int index) {
        float[] row = new float[data.shape().elements()];
        data.read(index, row, 0);
        return row;
    }

    @Test
    void readsATableWithLabels() {
        Dataset data = NpyDataset.open(npz("y", NpyArray.of(new int[] {1, 0}, 2), "X",
                NpyArray.of(new double[] {1, 2, 3, 4}, 2, 2), "other", NpyArray.of(new int[] {5}, 1)));
        assertEquals(Shape.of(2), data.shape());
        assertEquals(2, data.size());
        assertArrayEquals(new float[] {3, 4}, row(data, 1));
        assertEquals(OptionalInt.of(1), data.label(0));
    }

    @Test
    void takesTheOnlyArray() {
        Dataset data = NpyDataset.open(npz("images", NpyArray.of(new float[] {1, 2}, 2, 1)));
        assertArrayEquals(new float[] {2}, row(data, 1));
        assertEquals(OptionalInt.empty(), data.label(0));
    }

    @Test
    void takesTheNamedArray() {
        Path file = npz("a", NpyArray.of(new float[] {1, 2}, 2, 1), "b",
                NpyArray.of(new float[] {3, 4}, 2, 1));
        assertArrayEquals(new float[] {4}, row(NpyDataset.open(file, "b"), 1));
        refused(file, () -> NpyDataset.open(file), "expected an array 'X'", "found a, b");
        refused(file, () -> NpyDataset.open(file, "c"), "expected an array 'c'", "found a, b");
    }

    @Test
    void scalesBytesOnlyWhereTheyAreImages() {
        Dataset images = NpyDataset.open(npy(NpyArray.of(new byte[] {0, (byte) 255}, 1, 2, 1)));
        assertEquals(Shape.of(2, 1, 1), images.shape());
        assertArrayEquals(new float[] {0, 1}, row(images, 0));
        Dataset table = NpyDataset.open(npy(NpyArray.of(new byte[] {7, (byte) 255}, 1, 2)));
        assertEquals(Shape.of(2), table.shape());
        assertArrayEquals(new float[] {7, 255}, row(table, 0));
    }

    @Test
    void givesFloatImagesOneChannel() {
        Dataset data = NpyDataset.open(npy(NpyArray.of(new float[] {0.5f, 2}, 1, 1, 2)));
        assertEquals(Shape.of(1, 2, 1), data.shape());
        assertArrayEquals(new float[] {0.5f, 2}, row(data, 0));
    }

    @Test
    void namesRowAndColumnOfWhatIsNotFinite() {
        Path nan = npy(NpyArray.of(new float[] {1, 2, 3, 4, Float.NaN, 6}, 3, 2));
        refused(nan, () -> NpyDataset.open(nan), "row 2, column 0", "found NaN");
        Path large = npy(NpyArray.of(new double[] {1, 1e300}, 1, 2));
        refused(large, () -> NpyDataset.open(large), "row 0, column 1", "found Infinity");
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        NpyArray rows = NpyArray.of(new float[] {1, 2}, 2, 1);
        Path few = npz("X", rows, "y", NpyArray.of(new int[] {1}, 1));
        refused(few, () -> NpyDataset.open(few), "y", "expected 2 labels", "found i4[1]");
        Path square = npz("X", rows, "y", NpyArray.of(new int[] {1, 2, 3, 4}, 2, 2));
        refused(square, () -> NpyDataset.open(square), "expected 2 labels");
        Path half = npz("X", rows, "y", NpyArray.of(new float[] {1, 0.5f}, 2));
        refused(half, () -> NpyDataset.open(half), "row 1", "whole number", "0.5");
        Path column = npz("X", rows, "y", NpyArray.of(new int[] {1, 2}, 2, 1));
        assertEquals(OptionalInt.of(2), NpyDataset.open(column).label(1));
    }

    @Test
    void refusesArraysThatAreNotRows() throws IOException {
        Path flat = npy(NpyArray.of(new float[] {1, 2}, 2));
        refused(flat, () -> NpyDataset.open(flat), "at least two extents", "f4[2]");
        Path none = npy(NpyArray.of(new float[0], 0, 3));
        refused(none, () -> NpyDataset.open(none), "holds no rows");
        Path empty = file(folder, "e", new byte[0]);
        refused(empty, () -> NpyDataset.open(empty), "empty");
        refused(folder, () -> NpyDataset.open(folder), "found a folder");
    }
}
