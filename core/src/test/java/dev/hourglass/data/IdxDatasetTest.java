package dev.hourglass.data;

import static dev.hourglass.data.Faults.file;
import static dev.hourglass.data.Faults.first;
import static dev.hourglass.data.Faults.gzip;
import static dev.hourglass.data.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDatasetTest {
    @TempDir
    Path folder;

    private static byte[] idx(int type, int[] extents, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * extents.length + values.length);
        bytes.putInt(type << 8 | extents.length);
        for (int extent : extents) {
            bytes.putInt(extent);
        }
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.array();
    }

    private static byte[] twoImages() {
        return idx(8, new int[] {2, 1, 3}, 0, 51, 255, 1, 2, 3);
    }

    @Test
    void readsImagesScaledToOne() throws IOException {
        Dataset data = IdxDataset.open(file(folder, "a", twoImages()));
        assertEquals(Shape.of(1, 3, 1), data.shape());
        assertEquals(2, data.size());
        float[] row = {9, 9, 9, 9, 9};
        data.read(0, row, 1);
        assertArrayEquals(new float[] {9, 0, 0.2f, 1, 9}, row);
        data.read(1, row, 0);
        assertEquals(3 / 255f, row[2]);
        assertEquals(OptionalInt.empty(), data.label(0));
    }

    @Test
    void readsGzipAndFindsTheLabelsBeside() throws IOException {
        Path images = file(folder, "train-images-idx3-ubyte.gz", gzip(twoImages()));
        file(folder, "train-labels-idx1-ubyte.gz", gzip(idx(8, new int[] {2}, 7, 200)));
        Dataset data = IdxDataset.open(images);
        assertEquals(OptionalInt.of(7), data.label(0));
        assertEquals(OptionalInt.of(200), data.label(1));
    }

    @Test
    void findsPlainLabelsBesideZippedImages() throws IOException {
        Path images = file(folder, "x-images.gz", gzip(twoImages()));
        file(folder, "x-labels", idx(8, new int[] {2}, 3, 4));
        assertEquals(OptionalInt.of(4), IdxDataset.open(images).label(1));
    }

    @Test
    void readsColour() throws IOException {
        Dataset data = IdxDataset.open(file(folder, "a", idx(8, new int[] {1, 1, 2, 3}, 1, 2, 3, 4, 5, 6)));
        assertEquals(Shape.of(1, 2, 3), data.shape());
    }

    @Test
    void writesWhatItReads() {
        Path file = folder.resolve("out-images-idx3-ubyte.gz");
        byte[] values = {0, 1, 2, (byte) 200, 4, 5};
        IdxDataset.write(file, Shape.of(2, 3, 1), values);
        Dataset data = IdxDataset.open(file);
        float[] row = new float[3];
        data.read(1, row, 0);
        assertArrayEquals(new float[] {200 / 255f, 4 / 255f, 5 / 255f}, row);
    }

    @Test
    void refusesLabelsOfAnotherCount() throws IOException {
        Path images = file(folder, "a-images", twoImages());
        Path labels = file(folder, "a-labels", idx(8, new int[] {3}, 1, 2, 3));
        refused(labels, () -> IdxDataset.open(images), "expected 2 labels", "found 3", images.toString());
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        byte[] whole = twoImages();
        Path plain = file(folder, "a", first(whole, whole.length - 1));
        refused(plain, () -> IdxDataset.open(plain), "2 images of 1x3", "needs 6 bytes", "found 5");
        Path header = file(folder, "b", first(whole, 9));
        refused(header, () -> IdxDataset.open(header), "the IDX header", "cut short");
    }

    @Test
    void refusesTruncatedGzip() throws IOException {
        byte[] random = new byte[20_000];
        new java.util.Random(1).nextBytes(random);
        byte[] whole = gzip(
                ByteBuffer.allocate(20_016).put(idx(8, new int[] {1, 100, 200})).put(random).array());
        Path half = file(folder, "a.gz", first(whole, whole.length / 2));
        refused(half, () -> IdxDataset.open(half), "cut short");
        Path noTrailer = file(folder, "b.gz", first(whole, whole.length - 3));
        refused(noTrailer, () -> IdxDataset.open(noTrailer), "cut short");
        whole[whole.length / 2] ^= 1;
        Path damaged = file(folder, "c.gz", whole);
        refused(damaged, () -> IdxDataset.open(damaged), "compressed data");
    }

    @Test
    void refusesMoreDataThanTheHeaderSays() throws IOException {
        Path plain = file(folder, "a", idx(8, new int[] {1, 1, 3}, 1, 2, 3, 4));
        refused(plain, () -> IdxDataset.open(plain), "more data follows", "1 images of 1x3");
        Path zipped = file(folder, "a.gz", gzip(idx(8, new int[] {1, 1, 3}, 1, 2, 3, 4)));
        refused(zipped, () -> IdxDataset.open(zipped), "more data follows");
    }

    @Test
    void refusesHugeCountsWithoutTakingMemory() throws IOException {
        Path plain = file(folder, "a", idx(8, new int[] {2_000_000_000, 28, 28}, 1));
        refused(plain, () -> IdxDataset.open(plain), "needs 1568000000000 bytes", "found 1");
        Path zipped = file(folder, "a.gz", gzip(idx(8, new int[] {2_000_000, 28, 28}, 1)));
        refused(zipped, () -> IdxDataset.open(zipped), "needs 1568000000 bytes");
        Path overflow = file(folder, "b", idx(8, new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 65536, 4}));
        refused(overflow, () -> IdxDataset.open(overflow));
        Path negative = file(folder, "c", idx(8, new int[] {-1, 1, 1}));
        refused(negative, () -> IdxDataset.open(negative), "extent 0", "4294967295");
        Path none = file(folder, "d", idx(8, new int[] {0, 28, 28}));
        refused(none, () -> IdxDataset.open(none), "extent 0", "found 0");
    }

    @Test
    void stopsInflatingABomb() throws IOException {
        byte[] zeros = new byte[50_000_000];
        System.arraycopy(idx(8, new int[] {1, 2, 2}), 0, zeros, 0, 16);
        Path bomb = file(folder, "bomb.gz", gzip(zeros));
        refused(bomb, () -> IdxDataset.open(bomb), "more data follows");
    }

    @Test
    void saysWhatAWrongFileSeemsToBe() throws IOException {
        Path text = file(folder, "a", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        refused(text, () -> IdxDataset.open(text), "expected IDX data", "found text");
        Path page = file(folder, "b.gz", gzip("<!DOCTYPE html><p>404".getBytes(StandardCharsets.UTF_8)));
        refused(page, () -> IdxDataset.open(page), "found an HTML page");
        Path labels = file(folder, "c", idx(8, new int[] {2}, 1, 2));
        refused(labels, () -> IdxDataset.open(labels), "expected images", "found labels");
        Path floats = file(folder, "d", idx(0x0d, new int[] {1, 1, 1}, 0, 0, 0, 0));
        refused(floats, () -> IdxDataset.open(floats), "0x08", "0x0d");
    }

    @Test
    void refusesFoldersMissingAndEmptyFiles() throws IOException {
        refused(folder, () -> IdxDataset.open(folder), "expected a file, found a folder");
        Path missing = folder.resolve("none");
        refused(missing, () -> IdxDataset.open(missing), "no such file");
        Path empty = file(folder, "e", new byte[0]);
        refused(empty, () -> IdxDataset.open(empty), "the file is empty");
        Path below = empty.resolve("x");
        refused(below, () -> IdxDataset.open(below));
    }

    @Test
    void refusesAnUnreadableFile() throws IOException {
        Path locked = file(folder, "locked", twoImages());
        org.junit.jupiter.api.Assumptions.assumeTrue(
                locked.toFile().setReadable(false) && !Files.isReadable(locked),
                "this user may read every file");
        refused(locked, () -> IdxDataset.open(locked), "permission denied");
        assertFalse(Files.isReadable(locked));
    }
}
