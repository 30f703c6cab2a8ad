package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataPlaces;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.KnownData;
import dev.hourglass.data.KnownData.Part;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A short training of the default compressor on the real MNIST; {@code docs/compress.md} has long ones. */
@EnabledIfEnvironmentVariable(named = "HOURGLASS_DATA", matches = ".+",
        disabledReason = "real data is needed: set HOURGLASS_DATA to a folder with mnist in it")
class CompressorIT {
    /**
     * Test errors of principal components with 5, 10 and 20 numbers, fitted on all 60,000 training images.
     */
    private static final double[] PCA = {0.0445, 0.0341, 0.0235};
    private static final int ROWS = 2000;

    /** A hundred and fifty steps: a fifth of the rows, three times. */
    @Test
    void aShortTrainingBeatsPrincipalComponentsWithAnyNumbersAndItsFilesAreSmall() {
        var train = Datasets.first(open(Part.TRAIN), 12_800);
        var test = Datasets.first(open(Part.TEST), ROWS);
        var rows = new float[ROWS * 784];
        for (int i = 0; i < ROWS; i++) {
            test.read(i, rows, i * 784);
        }
        try (var choice = Backends.open("auto", Options.standard())) {
            var trained = CompressorModel.training(CompressorModel.of(train.shape(), 20), 3, 1)
                    .fit(train, choice.backend()).model();
            var model = Compressor.measured(trained, train, choice.backend());
            try (var compressor = Compressor.open(model, choice.backend(), 128)) {
                var errors = new double[3];
                for (int i = 0; i < 3; i++) {
                    errors[i] = mse(rows, compressor.reconstruct(rows, new int[] {5, 10, 20}[i]));
                    assertTrue(errors[i] < PCA[i], Arrays.toString(errors));
                }
                checkFile(compressor, rows, errors[2]);
            }
        }
    }

    private static void checkFile(Compressor compressor, float[] rows, double whole) {
        var file = new ByteArrayOutputStream();
        var writer = compressor.writer(file, ROWS, new Compressor.Rate(20, Compressor.USUAL_QUALITY));
        float[] codes = writer.write(compressor.encode(rows));
        double bits = 8.0 * file.size() / ROWS / 784;
        assertTrue(bits < 0.12, bits + " bits per pixel");
        var reader = compressor.reader(new ByteArrayInputStream(file.toByteArray()), "file");
        assertArrayEquals(codes, reader.read());
        double found = mse(rows, compressor.decode(codes));
        assertTrue(found > whole && found < 1.25 * whole, found + " after quantising, before " + whole);
    }

    private static double mse(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum / a.length;
    }

    private static Dataset open(Part part) {
        return KnownData.open("mnist", part,
                DataPlaces.standard(Optional.empty(), DataPlaces.Network.FORBIDDEN, null));
    }
}
