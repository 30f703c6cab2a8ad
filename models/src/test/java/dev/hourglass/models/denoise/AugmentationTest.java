package dev.hourglass.models.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Batcher;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.plan.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final Dataset DIGITS = SyntheticDigits.of("digits", 5, 0, 60);

    @Test
    void digitsHaveABackgroundAndGradientsHaveNone() {
        assertEquals(Augmentation.OVERLAY, Augmentation.fitting(DIGITS));
        assertEquals(Augmentation.OVERLAY, Augmentation.fitting(new Changed(DIGITS.shape(), true)));
        assertEquals(Augmentation.TURN, Augmentation.fitting(new Changed(Shape.of(4, 6, 2), false)));
        assertSame(DIGITS, Augmentation.NONE.of(DIGITS, 1));
    }

    @Test
    void anEpochCanBeRepeatedAndTheNextOneIsDifferent() {
        var augmented = Augmentation.OVERLAY.of(DIGITS, 3);
        assertArrayEquals(row(augmented, 5, 2), row(Augmentation.OVERLAY.of(DIGITS, 3), 5, 2));
        assertTrue(differ(augmented, 2, augmented, 3) > 20);
        assertTrue(differ(augmented, 2, Augmentation.OVERLAY.of(DIGITS, 4), 2) > 20);
        assertEquals(DIGITS.size() / 3.0, differ(augmented, 2, DIGITS, 0), 12);
        var plain = new float[DIGITS.shape().elements()];
        augmented.read(5, plain, 0);
        assertArrayEquals(row(DIGITS, 5, 0), plain);
    }

    /** A batch of a later epoch holds what that epoch shows. */
    @Test
    void trainingSeesTheEpochsRows() {
        var augmented = Augmentation.TURN.of(DIGITS, 3);
        try (var batches = Batcher.sequential(augmented, 60)) {
            for (int epoch = 0; epoch < 2; epoch++) {
                var values = batches.next().values().toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT);
                int width = DIGITS.shape().elements();
                assertArrayEquals(row(augmented, 7, epoch), Arrays.copyOfRange(values, 7 * width, 8 * width));
            }
        }
    }

    /** All eight ways of a square occur, the four of other images, and pixels keep their channels. */
    @Test
    void turningMovesPixelsOnly() {
        for (Shape shape : List.of(Shape.of(5, 5, 2), Shape.of(4, 6, 2))) {
            var images = new Changed(shape, false);
            var turned = Augmentation.TURN.of(images, 1);
            var ways = new HashSet<List<Float>>();
            for (int epoch = 0; epoch < 300; epoch++) {
                float[] values = row(turned, 0, epoch);
                var list = IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
                ways.add(list);
                float[] sorted = values.clone();
                Arrays.sort(sorted);
                float[] expected = row(images, 0, 0);
                Arrays.sort(expected);
                assertArrayEquals(expected, sorted);
                for (int i = 0; i < values.length; i += 2) {
                    assertEquals(values[i] + 0.5f, values[i + 1], 1e-6f);
                }
            }
            assertEquals(shape.extent(0) == 5 ? 8 : 4, ways.size());
        }
    }

    /** Strokes are only added, to one image in five. */
    @Test
    void overlaysAddStrokesOnEitherBackground() {
        double plain = ink(DIGITS, 0, false);
        double crowded = ink(Augmentation.OVERLAY.of(DIGITS, 1), 0, false);
        assertTrue(crowded > 1.1 * plain && crowded < 1.5 * plain, plain + " and " + crowded);
        var light = new Changed(DIGITS.shape(), true);
        assertEquals(crowded, ink(Augmentation.OVERLAY.of(light, 1), 0, true), 0.01 * crowded);
    }

    /** How many rows look different. */
    private static long differ(Dataset one, int epoch, Dataset other, int otherEpoch) {
        return IntStream.range(0, one.size())
                .filter(i -> !Arrays.equals(row(one, i, epoch), row(other, i, otherEpoch))).count();
    }

    private static double ink(Dataset images, int epoch, boolean isLight) {
        double sum = 0;
        for (int i = 0; i < images.size(); i++) {
            for (float value : row(images, i, epoch)) {
                assertTrue(value >= 0 && value <= 1);
                sum += isLight ? 1 - value : value;
            }
        }
        return sum;
    }

    private static float[] row(Dataset data, int row, int epoch) {
        var values = new float[data.shape().elements()];
        data.read(row, epoch, values, 0);
        return values;
    }

    /** The digits in black on white, or images without a background whose second channel is known. */
    private record Changed(Shape shape, boolean isInverted) implements Dataset {
        @Override
        public String name() {
            return "changed";
        }

        @Override
        public int size() {
            return DIGITS.size();
        }

        @Override
        public void read(int row, float[] into, int offset) {
            if (isInverted) {
                DIGITS.read(row, into, offset);
            }
            int values = shape.elements();
            for (int i = 0; i < values; i++) {
                into[offset + i] = isInverted ? 1 - into[offset + i]
                        : (0.1f + i / 2) / values + (i % 2 == 1 ? 0.5f : 0);
            }
        }
    }
}
