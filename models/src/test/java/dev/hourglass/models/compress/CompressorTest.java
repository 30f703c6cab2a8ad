package dev.hourglass.models.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Datasets;
import dev.hourglass.models.Blobs;
import dev.hourglass.models.MeanRow;
import dev.hourglass.models.Objective;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressorTest {
    private static final Blobs DATA = new Blobs(150, 8, 8);
    private static final int ROWS = 37;
    private static final Compressor.Rate USUAL = new Compressor.Rate(4, Compressor.USUAL_QUALITY);
    private static Backends.Choice choice;
    private static TrainedModel model;
    private static float[] rows;

    @BeforeAll
    static void train() {
        choice = Backends.open("reference!", Options.standard());
        model = fit(1);
        rows = new float[ROWS * 64];
        for (int i = 0; i < ROWS; i++) {
            DATA.read(i, rows, i * 64);
        }
    }

    private static TrainedModel fit(int epochs) {
        var trained = CompressorModel.training(CompressorModel.of(DATA.shape(), 4), 12 * epochs, 1).batch(25)
                .fit(DATA, choice.backend()).model();
        return Compressor.measured(trained, DATA, choice.backend());
    }

    @AfterAll
    static void close() {
        choice.close();
    }

    private static double error(float[] found) {
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            sum += (found[i] - rows[i]) * (found[i] - rows[i]);
        }
        return sum / found.length;
    }

    @Test
    void everyFurtherNumberHelps() {
        try (var compressor = Compressor.open(model, choice.backend(), 10)) {
            assertTrue(compressor.isOrdered());
            double before = MeanRow.of(DATA).mse(DATA);
            for (int numbers = 1; numbers <= 3; numbers++) {
                double error = error(compressor.reconstruct(rows, numbers));
                assertTrue(error < before, numbers + " numbers: " + error + " after " + before);
                before = error;
            }
            double whole = error(compressor.reconstruct(rows));
            assertTrue(whole < 0.3 * MeanRow.of(DATA).mse(DATA), "whole code: " + whole);
        }
    }

    /** Batches that do not divide, codes that are cut and filled up again. */
    @Test
    void encodesAndDecodesOnTheirOwn() {
        try (var compressor = Compressor.open(model, choice.backend(), 10);
                var single = Compressor.open(model, choice.backend(), 1)) {
            float[] codes = compressor.encode(rows);
            assertEquals(ROWS * 4, codes.length);
            assertArrayEquals(codes, single.encode(rows), 1e-5f);
            assertArrayEquals(compressor.reconstruct(rows), compressor.decode(codes), 1e-6f);
            float[] two = compressor.encode(rows, 2);
            assertEquals(codes[4], two[2]);
            assertEquals(codes[5], two[3]);
            float[] cut = codes.clone();
            for (int i = 0; i < cut.length; i++) {
                cut[i] = i % 4 < 2 ? cut[i] : 0;
            }
            assertArrayEquals(compressor.decode(cut), compressor.decode(two, 2), 1e-6f);
            assertThrows(DataException.class, () -> compressor.encode(rows, 5));
            assertThrows(DataException.class, () -> compressor.encode(rows, 0));
        }
    }

    @Test
    void otherModelsHaveNoOrder() {
        var trained = Training.of(Tutorial.compression(DATA.shape(), 4), Objective.reconstruction()).epochs(1)
                .fit(DATA, choice.backend()).model();
        try (var compressor = Compressor.open(trained, choice.backend(), 10)) {
            assertFalse(compressor.isOrdered());
            var error = assertThrows(DataException.class, () -> compressor.encode(rows, 2));
            assertTrue(error.getMessage().contains("in no order"), error.getMessage());
            var noStatistics = assertThrows(DataException.class,
                    () -> compressor.writer(new ByteArrayOutputStream(), 1, USUAL));
            assertTrue(noStatistics.getMessage().contains("statistics"), noStatistics.getMessage());
        }
    }

    @Test
    void tablesAndCodesOfOneNumberWork() {
        var values = new float[60 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i / 3) * (1 + i % 3);
        }
        var table = Datasets.of("table", Shape.of(3), values);
        var trained = CompressorModel.training(CompressorModel.of(table.shape(), 1), 60, 2).batch(20)
                .fit(table, choice.backend()).model();
        try (var compressor = Compressor.open(trained, choice.backend(), 7)) {
            float[] found = compressor.reconstruct(values);
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += Math.pow(found[i] - values[i], 2) / values.length;
            }
            assertTrue(sum < 0.1 * MeanRow.of(table).mse(table), "one number tells all three: " + sum);
        }
    }

    private static byte[] compressed(TrainedModel by, Compressor.Rate rate) {
        try (var compressor = Compressor.open(by, choice.backend(), 10)) {
            var out = new ByteArrayOutputStream();
            compressor.writer(out, ROWS, rate).write(compressor.encode(rows, rate.numbers()));
            return out.toByteArray();
        }
    }

    private static float[] decompressed(byte[] bytes) {
        try (var compressor = Compressor.open(model, choice.backend(), 10)) {
            var reader = compressor.reader(new ByteArrayInputStream(bytes), "file");
            float[] codes = reader.read();
            assertEquals(0, reader.blockRows());
            return compressor.decode(codes, reader.header().numbers());
        }
    }

    @Test
    void theFileGivesBackWhatTheWriterSaid() {
        try (var compressor = Compressor.open(model, choice.backend(), 10)) {
            var out = new ByteArrayOutputStream();
            float[] said = compressor.writer(out, ROWS, USUAL).write(compressor.encode(rows));
            var reader = compressor.reader(new ByteArrayInputStream(out.toByteArray()), "file");
            assertEquals(ROWS, reader.blockRows());
            assertArrayEquals(said, reader.read());
        }
    }

    @Test
    void namesOfRowsComeBackAndDamageToThemIsRefused() {
        var names = IntStream.range(0, ROWS).mapToObj(each -> "sub folder/Bild ä " + each).toList();
        try (var compressor = Compressor.open(model, choice.backend(), 10)) {
            var out = new ByteArrayOutputStream();
            compressor.writer(out, names, USUAL).write(compressor.encode(rows));
            byte[] file = out.toByteArray();
            var reader = compressor.reader(new ByteArrayInputStream(file), "file");
            assertEquals(names, reader.header().names());
            assertArrayEquals(decompressed(compressed(model, USUAL)), decompressed(file));
            for (int at = 0; at < file.length; at++) {
                byte[] damaged = file.clone();
                damaged[at] ^= 0x10;
                refused(damaged, "byte " + at);
                refused(Arrays.copyOf(file, at), "cut to " + at);
            }
            assertThrows(DataException.class,
                    () -> compressor.writer(out, List.of("a", "../b"), USUAL));
        }
    }

    @Test
    void qualityBuysBytesForErrorAndTheUsualOneAddsLittle() {
        double whole;
        try (var compressor = Compressor.open(model, choice.backend(), 10)) {
            whole = error(compressor.reconstruct(rows));
        }
        int bytes = Integer.MAX_VALUE;
        double error = 0;
        for (int quality : new int[] {100, 80, 60, 40}) {
            byte[] file = compressed(model, new Compressor.Rate(4, quality));
            double found = error(decompressed(file));
            assertTrue(file.length < bytes && found > error,
                    quality + ": " + file.length + " bytes, " + found);
            bytes = file.length;
            error = found;
            if (quality >= 80) {
                assertTrue(found < 1.25 * whole, quality + ": " + found + " beside " + whole);
            }
        }
    }

    @Test
    void everyFlippedBitAndEveryCutIsRefused() {
        byte[] file = compressed(model, USUAL);
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            refused(damaged, "bit " + bit);
        }
        for (int length = 0; length < file.length; length++) {
            refused(Arrays.copyOf(file, length), "cut to " + length);
        }
        refused(Arrays.copyOf(file, file.length + 1), "one byte more");
    }

    private static String refused(byte[] file, String what) {
        var error = assertThrows(DataException.class, () -> decompressed(file), what);
        assertTrue(error.getMessage().startsWith("file: ") && error.getMessage().lines().count() == 1,
                what + ": " + error.getMessage());
        return error.getMessage();
    }

    /** A sum that fits, and numbers that do not. */
    @Test
    void headersThatPromiseTooMuchAreRefused() {
        byte[] file = compressed(model, USUAL);
        int rowsAt = 4 + 1 + 16 + 1 + 3 * 4;
        for (int[] change : new int[][] {{rowsAt, 0}, {rowsAt, -1}, {rowsAt, Integer.MAX_VALUE}, {rowsAt, 36},
            {rowsAt + 4, 0}, {rowsAt + 4, 5}, {rowsAt + 4, Integer.MAX_VALUE}, {rowsAt + 8, 0},
            {rowsAt + 8, Float.floatToIntBits(Float.NaN)}, {rowsAt - 4, Integer.MAX_VALUE},
            {rowsAt - 8, -1}}) {
            byte[] hostile = file.clone();
            ByteBuffer.wrap(hostile).putInt(change[0], change[1]);
            summed(hostile, rowsAt + 12);
            refused(hostile, Arrays.toString(change));
        }
    }

    /** Puts sums that fit after the header and the only block. */
    private static void summed(byte[] file, int headerEnd) {
        var bytes = ByteBuffer.wrap(file);
        for (int at : new int[] {headerEnd, file.length - 4}) {
            var sum = new CRC32C();
            sum.update(file, 0, at);
            bytes.putInt(at, (int) sum.getValue());
        }
    }

    @Test
    void anotherModelIsRefusedInWords() {
        String message = refused(compressed(fit(2), USUAL), "another model");
        assertTrue(message.contains("another model"), message);
    }

    @Test
    void theModelsFileKeepsWhatCompressingNeeds(@TempDir Path folder) {
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        assertArrayEquals(model.digest(), TrainedModel.load(file).digest());
        assertArrayEquals(compressed(model, USUAL), compressed(TrainedModel.load(file), USUAL));
    }

    @Test
    void aFailingDiskIsNotADamagedFile() {
        try (var compressor = Compressor.open(model, choice.backend(), 10)) {
            var full = new java.io.OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("no space left");
                }
            };
            assertThrows(UncheckedIOException.class, () -> compressor.writer(full, 1, USUAL));
        }
    }
}
