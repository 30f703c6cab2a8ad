package dev.hourglass.models.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberCoderTest {

    private static float[] quantiles(double scale) {
        var quantiles = new float[65];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = (float) (scale * Math.tan((i - 32) / 24.0));
        }
        return quantiles;
    }

    /** From steps wider than the distribution to ones far below its width; constants too. */
    @ParameterizedTest
    @CsvSource({"1, 100", "1, 0.5", "1, 0.01", "1, 1e-4", "1, 1e-12", "1000, 0.7", "0, 0.1", "0, 1e-9"})
    void everyNumberComesBackWithinHalfAStep(double scale, double step) {
        var random = new Random(3);
        var writing = new NumberCoder(quantiles(scale), step);
        var reading = new NumberCoder(quantiles(scale), step);
        var out = new RangeEncoder();
        var values = new float[2000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * scale * (i % 100 == 0 ? 50 : 0.5));
            writing.write(out, values[i]);
        }
        var in = new RangeDecoder(out.finish());
        for (float value : values) {
            float found = reading.read(in);
            assertEquals(writing.quantised(value), found);
            assertEquals(value, found, Math.max(0.5001 * step, 1e-6 * Math.abs(value) + 1e-6 * scale));
        }
        assertTrue(in.isAtEnd());
    }

    @ParameterizedTest
    @CsvSource({"3.4e38", "-3.4e38", "1e20", "0"})
    void outliersStayFinite(float value) {
        var out = new RangeEncoder();
        new NumberCoder(quantiles(1), 0.1).write(out, value);
        float found = new NumberCoder(quantiles(1), 0.1).read(new RangeDecoder(out.finish()));
        assertTrue(Float.isFinite(found) && Math.signum(found) == Math.signum(value),
                found + " for " + value);
    }

    /** A normal distribution at step Δ has about log2(4.13 σ / Δ) bits. */
    @ParameterizedTest
    @CsvSource({"0.5", "0.1", "0.02"})
    void takesAboutTheEntropyOfANormalDistribution(double step) {
        var random = new Random(8);
        var training = new float[20_000];
        for (int i = 0; i < training.length; i++) {
            training[i] = (float) random.nextGaussian();
        }
        java.util.Arrays.sort(training);
        var quantiles = new float[65];
        for (int i = 0; i < 65; i++) {
            quantiles[i] = training[i * (training.length - 1) / 64];
        }
        var coder = new NumberCoder(quantiles, step);
        var out = new RangeEncoder();
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            coder.write(out, (float) random.nextGaussian());
        }
        double bits = 8.0 * out.finish().length / count;
        double entropy = Math.log(Math.sqrt(2 * Math.PI * Math.E) / step) / Math.log(2);
        assertEquals(entropy, bits, 0.04);
    }
}
