package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptionTest {
    private static final int IMAGES = 40;
    private static final Shape BATCH = Shape.of(IMAGES, 16, 16, 2);
    private static final int ROW = BATCH.row().elements();
    private static Backends.Choice choice;

    @BeforeAll
    static void open() {
        choice = Backends.open("reference!", Options.standard());
    }

    @AfterAll
    static void close() {
        choice.close();
    }

    @Test
    void gaussianNoiseHasItsDeviation() {
        float[] noisy = corrupt("gaussian:0.1", grey(0.5f));
        assertEquals(0.5, mean(noisy), 0.002);
        assertEquals(0.1, deviation(noisy), 0.002);
    }

    @Test
    void speckleIsInProportionToTheValue() {
        assertEquals(0.3 * 0.2, deviation(corrupt("speckle:0.2", grey(0.3f))), 0.002);
        assertEquals(0.5 * 0.2, deviation(corrupt("speckle:0.2", grey(0.5f))), 0.003);
        assertArrayEquals(grey(0), corrupt("speckle:0.2", grey(0)));
    }

    @Test
    void maskingZeroesItsShareAndLeavesTheRest() {
        float[] masked = corrupt("masking:0.3", grey(0.7f));
        assertEquals(0.3, share(masked, 0), 0.01);
        assertEquals(0.7, share(masked, 0.7f), 0.01);
        assertEquals(1, share(masked, 0) + share(masked, 0.7f), 0);
    }

    @Test
    void saltAndPepperAreEquallyMany() {
        float[] noisy = corrupt("salt-and-pepper:0.4", grey(0.7f));
        assertEquals(0.2, share(noisy, 0), 0.01);
        assertEquals(0.2, share(noisy, 1), 0.01);
        assertEquals(1, share(noisy, 0) + share(noisy, 1) + share(noisy, 0.7f), 0);
    }

    @Test
    void allAndNothingAreSharesToo() {
        assertArrayEquals(grey(0), corrupt("masking:1", grey(0.7f)));
        float[] noisy = corrupt("salt-and-pepper:1", grey(0.7f));
        assertEquals(1, share(noisy, 0) + share(noisy, 1), 0);
    }

    /** A single bright pixel becomes a hill of the deviation asked for, and of the same sum. */
    @ParameterizedTest
    @ValueSource(strings = {"0.5", "1", "2.2"})
    void blurSpreadsAsAGaussianOfItsDeviation(String deviation) {
        int side = 41;
        var point = new float[side * side];
        point[side * side / 2] = 1;
        try (var blur = Corrupted.open(Corruption.parse("blur:" + deviation), Shape.of(1, side, side, 1),
                choice.backend())) {
            float[] hill = blur.of(point, 0);
            double sum = 0;
            double variance = 0;
            for (int i = 0; i < hill.length; i++) {
                sum += hill[i];
                variance += hill[i] * Math.pow(i % side - side / 2, 2);
            }
            assertEquals(1, sum, 1e-4);
            assertEquals(Double.parseDouble(deviation), Math.sqrt(variance), 1e-3);
        }
    }

    /** A flat image stays flat up to its border, and each channel is for itself. */
    @Test
    void blurKeepsWhatIsFlat() {
        var flat = new float[BATCH.elements()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = i % 2 == 0 ? 0.25f : 0.75f;
        }
        assertArrayEquals(flat, corrupt("blur:0.5..1.5", flat), 1e-6f);
    }

    /** Every image has a strength of its own, and all of the range occurs. */
    @Test
    void aRangeIsDrawnForEachImage() {
        float[] noisy = corrupt("gaussian:0.02..0.12", grey(0.5f));
        double[] deviations = IntStream.range(0, IMAGES).mapToDouble(i -> deviation(image(noisy, i))).sorted()
                .toArray();
        assertEquals(0.02, deviations[0], 0.01);
        assertEquals(0.12, deviations[IMAGES - 1], 0.01);
        assertEquals(0.07, Arrays.stream(deviations).average().orElseThrow(), 0.015);
        float[] masked = corrupt("masking:0.1..0.9", grey(0.5f));
        double[] shares = IntStream.range(0, IMAGES).mapToDouble(i -> share(image(masked, i), 0)).sorted()
                .toArray();
        assertEquals(0.1, shares[0], 0.08);
        assertEquals(0.9, shares[IMAGES - 1], 0.08);
    }

    @Test
    void blurredImagesHaveStrengthsOfTheirOwn() {
        int side = 15;
        var points = new float[8 * side * side];
        for (int i = 0; i < 8; i++) {
            points[i * side * side + side * side / 2] = 1;
        }
        try (var blur = Corrupted.open(Corruption.parse("blur:0.2..1"), Shape.of(8, side, side, 1),
                choice.backend())) {
            float[] hills = blur.of(points, 0);
            double[] peaks = IntStream.range(0, 8).mapToDouble(i -> hills[i * side * side + side * side / 2])
                    .distinct().sorted().toArray();
            assertEquals(8, peaks.length);
            assertTrue(peaks[0] < 0.5 && peaks[7] > 0.6, Arrays.toString(peaks));
        }
    }

    @Test
    void oneOfSeveralIsDrawnForEachImage() {
        float[] noisy = corrupt("none/masking:1/salt-and-pepper:1", grey(0.5f));
        int untouched = 0;
        int black = 0;
        for (int i = 0; i < IMAGES; i++) {
            float[] image = image(noisy, i);
            untouched += share(image, 0.5f) == 1 ? 1 : 0;
            black += share(image, 0) == 1 ? 1 : 0;
            assertTrue(share(image, 0.5f) == 1 || share(image, 0) + share(image, 1) == 1,
                    "image " + i + " is a mixture");
        }
        assertEquals(IMAGES / 3.0, untouched, 8);
        assertEquals(IMAGES / 3.0, black, 8);
    }

    @Test
    void stepsFollowEachOther() {
        float[] noisy = corrupt("masking:0.5+gaussian:0.05", grey(0.5f));
        float[] dark = corrupt("gaussian:0.05+masking:0.5", grey(0.5f));
        assertEquals(0.5, share(dark, 0), 0.02);
        // Noise after the mask lifts about half of the zeros above zero.
        assertEquals(0.25, share(noisy, 0), 0.02);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian:0.8", "gaussian:0.2..0.8", "speckle:3", "salt-and-pepper:0.1..0.9",
        "masking:0..1", "blur:0..2", "blur:1.2", "gaussian:0.5/masking:0.3/blur:1+speckle:0.4"})
    void valuesStayInRangeAndADrawCanBeRepeated(String text) {
        var clean = new float[BATCH.elements()];
        for (int i = 0; i < clean.length; i++) {
            clean[i] = i * 37 % 101 / 100f;
        }
        try (var corruption = Corrupted.open(Corruption.parse(text), BATCH, choice.backend())) {
            float[] first = corruption.of(clean, 3);
            for (float value : first) {
                assertTrue(value >= 0 && value <= 1, text + " gave " + value);
            }
            boolean drawn = !text.equals("blur:1.2");
            assertEquals(drawn, !Arrays.equals(first, corruption.of(clean, 4)));
            assertArrayEquals(first, corruption.of(clean, 3));
            assertFalse(Arrays.equals(first, clean));
        }
    }

    @ParameterizedTest
    @CsvSource({"none", "gaussian:0.4", "masking:0.1..0.5", "salt-and-pepper:0.2", "speckle:0.3..1",
        "blur:1+gaussian:0.1", "none/gaussian:0.4/blur:0.5..2+masking:0.25"})
    void textAndCorruptionAreTheSame(String text) {
        assertEquals(text, Corruption.parse(text).toString());
        assertEquals(Corruption.parse(text), Corruption.parse(Corruption.parse(text).toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gauss:1|expected none, or gaussian:", "gaussian|expected none",
        "gaussian:x|'x' is not a number", "gaussian:|'' is not a number", "gaussian:-1|must not be negative",
        "gaussian:0.5..0.1|a range goes upwards", "gaussian:0|must be positive",
        "masking:1.5|masking: the strength must be positive and at most 1",
        "salt-and-pepper:2|salt-and-pepper: the strength", "blur:9|at most 5",
        "gaussian:1..2..3|expected a number or a range", "gaussian:0.1++masking:0.1|expected none",
        "gaussian:NaN|must not be negative", "gaussian:Infinity|goes upwards"})
    void whatCannotBeReadIsSaidInOneLine(String text, String words) {
        var error = assertThrows(IllegalArgumentException.class, () -> Corruption.parse(text));
        assertTrue(error.getMessage().contains(words) && error.getMessage().contains(text),
                error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    @Test
    void blurNeedsImages() {
        var error = assertThrows(PlanException.class,
                () -> Corrupted.open(Corruption.parse("blur:1"), Shape.of(4, 10), choice.backend()));
        assertTrue(error.getMessage().contains("takes images"), error.getMessage());
    }

    @Test
    void nothingIsCombinedWithPairs() {
        assertThrows(IllegalArgumentException.class,
                () -> new Corruption.InTurn(List.of(new Corruption.Paired())));
    }

    private static float[] corrupt(String text, float[] clean) {
        try (var corruption = Corrupted.open(Corruption.parse(text), BATCH, choice.backend())) {
            return corruption.of(clean, 0);
        }
    }

    private static float[] grey(float value) {
        var values = new float[BATCH.elements()];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] image(float[] values, int number) {
        return Arrays.copyOfRange(values, number * ROW, (number + 1) * ROW);
    }

    private static double share(float[] values, float value) {
        return IntStream.range(0, values.length).filter(i -> values[i] == value).count()
                / (double) values.length;
    }

    private static double mean(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        return Math.sqrt(IntStream.range(0, values.length).mapToDouble(i -> Math.pow(values[i] - mean, 2))
                .average().orElseThrow());
    }
}
