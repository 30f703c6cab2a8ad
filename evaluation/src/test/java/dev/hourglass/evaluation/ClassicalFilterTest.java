package dev.hourglass.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.plan.Shape;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClassicalFilterTest {
    private static final Shape SHAPE = Shape.of(5, 6, 2);

    /** Two channels: a ramp, and a flat one with a speck. */
    private static float[] image() {
        float[] image = new float[SHAPE.elements()];
        for (int i = 0; i < 30; i++) {
            image[2 * i] = i % 6 / 10f;
            image[2 * i + 1] = i == 14 ? 1 : 0.5f;
        }
        return image;
    }

    @Test
    void thereAreFilters() {
        assertEquals(Optional.empty(), ClassicalFilter.missing());
    }

    @Test
    void theMedianRemovesSpecksChannelByChannel() {
        float[] expected = image();
        expected[2 * 14 + 1] = 0.5f;
        assertArrayEquals(expected, new ClassicalFilter.Median(3).apply(image(), SHAPE));
    }

    @Test
    void theGaussianIsAWeightedMean() {
        float[] smooth = new ClassicalFilter.Gaussian(0.5).apply(image(), SHAPE);
        double[] weight = {Math.exp(-2), 1, Math.exp(-2)};
        double sum = weight[0] + weight[1] + weight[2];
        assertEquals(0.5 + 0.5 / sum / sum, smooth[2 * 14 + 1], 1e-3);
        assertEquals(0.5 + 0.5 * weight[0] / sum / sum, smooth[2 * 13 + 1], 1e-3);
    }

    @Test
    void nonLocalMeansKeepFlatImagesAndTakeAnyNumberOfChannels() {
        for (int channels = 1; channels <= 5; channels++) {
            float[] flat = new float[12 * 9 * channels];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = i % channels * 51 / 255f;
            }
            float[] filtered = new ClassicalFilter.NonLocalMeans(0.1).apply(flat,
                    Shape.of(12, 9, channels));
            assertArrayEquals(flat, filtered, 1e-6f);
        }
    }

    @Test
    void eachFilterHelpsAndTheBestStrengthIsFound() {
        Dataset clean = SyntheticDigits.of("digits", 1, 0, 20);
        Shape shape = clean.shape();
        float[] values = new float[20 * shape.elements()];
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20; i++) {
            clean.read(i, values, i * shape.elements());
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.clamp(values[i] + 0.2 * random.nextGaussian(), 0, 1);
        }
        Dataset noisy = Datasets.of("noisy", shape, values);
        double before = ImageQuality.of(noisy, clean).psnr();
        for (TunedFilter tuned : TunedFilter.all(noisy, clean)) {
            assertTrue(tuned.quality().psnr() > before,
                    tuned.filter().title() + ": " + tuned.quality().psnr() + " dB, before " + before);
            assertEquals(tuned.quality(), tuned.on(noisy, clean));
        }
        var sigma = (ClassicalFilter.Gaussian) TunedFilter.best(ClassicalFilter.Gaussian.GRID, noisy, clean)
                .filter();
        assertTrue(sigma.sigma() > 0.3 && sigma.sigma() < 1.5, sigma.title());
    }

    @Test
    void refusesStrengthsAndShapesThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new ClassicalFilter.Median(4));
        assertThrows(IllegalArgumentException.class, () -> new ClassicalFilter.Gaussian(0));
        assertThrows(IllegalArgumentException.class, () -> new ClassicalFilter.NonLocalMeans(Double.NaN));
        assertThrows(IllegalArgumentException.class,
                () -> new ClassicalFilter.Median(3).apply(new float[7], SHAPE));
    }
}
