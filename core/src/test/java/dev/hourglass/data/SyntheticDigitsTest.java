package dev.hourglass.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Shape;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {

    private static float[] row(Dataset data, int index) {
        float[] row = new float[data.shape().elements()];
        data.read(index, row, 0);
        return row;
    }

    @Test
    void aRowDependsOnSeedAndNumberOnly() {
        Dataset many = SyntheticDigits.of("many", 3, 0, 600);
        Dataset one = SyntheticDigits.of("one", 3, 599, 1);
        assertEquals(Shape.of(28, 28, 1), many.shape());
        assertArrayEquals(row(many, 599), row(one, 0));
        assertEquals(many.label(599), one.label(0));
        assertFalse(Arrays.equals(row(many, 0), row(SyntheticDigits.of("other", 4, 0, 1), 0)));
    }

    @Test
    void paintsTheSameOnEveryMachine() {
        Dataset data = SyntheticDigits.of("digits", 1, 0, 100);
        CRC32 sum = new CRC32();
        for (int i = 0; i < data.size(); i++) {
            sum.update(data.label(i).orElseThrow());
            for (float value : row(data, i)) {
                sum.update(PngFile.level(value));
            }
        }
        assertEquals("431df6", Long.toHexString(sum.getValue()),
                "results made with these digits are not comparable any more");
    }

    @Test
    void looksLikeMnistInFigures() {
        int count = 4000;
        Dataset data = SyntheticDigits.of("digits", 1, 0, count);
        double sum = 0;
        double squares = 0;
        int[] labels = new int[10];
        int touching = 0;
        for (int i = 0; i < count; i++) {
            float[] row = row(data, i);
            labels[data.label(i).orElseThrow()]++;
            double mass = 0;
            double massX = 0;
            boolean touches = false;
            for (int p = 0; p < row.length; p++) {
                assertEquals(Math.round(255 * row[p]) / 255f, row[p]);
                sum += row[p];
                squares += row[p] * row[p];
                mass += row[p];
                massX += row[p] * (p % 28 + 0.5);
                touches |= row[p] > 0 && (p % 28 == 0 || p % 28 == 27 || p < 28 || p >= 27 * 28);
            }
            touching += touches ? 1 : 0;
            assertEquals(14, massX / mass, 1.5, "row " + i + " is centred by mass");
        }
        double mean = sum / (784.0 * count);
        assertEquals(0.1307, mean, 0.006);
        assertEquals(0.3081, Math.sqrt(squares / (784.0 * count) - mean * mean), 0.01);
        for (int label : labels) {
            assertEquals(count / 10.0, label, 70);
        }
        assertTrue(touching < count / 50, touching + " digits touch the border");
    }

    @Test
    void digitsOfOneClassAreAlikeAndNotTheSame() {
        Dataset data = SyntheticDigits.of("digits", 2, 0, 3000);
        float[][] mean = new float[10][784];
        int[] counts = new int[10];
        for (int i = 0; i < 2000; i++) {
            int label = data.label(i).orElseThrow();
            float[] row = row(data, i);
            counts[label]++;
            for (int p = 0; p < 784; p++) {
                mean[label][p] += row[p];
            }
        }
        int right = 0;
        for (int i = 2000; i < 3000; i++) {
            float[] row = row(data, i);
            int best = 0;
            double least = Double.MAX_VALUE;
            for (int label = 0; label < 10; label++) {
                double distance = 0;
                for (int p = 0; p < 784; p++) {
                    distance += Math.pow(row[p] - mean[label][p] / counts[label], 2);
                }
                if (distance < least) {
                    least = distance;
                    best = label;
                }
            }
            right += best == data.label(i).orElseThrow() ? 1 : 0;
        }
        assertTrue(right > 700 && right < 950,
                "the nearest class mean names " + right + " of 1000 (MNIST: 820)");
    }

    @Test
    void theFirstRowsAreTheSame() {
        Dataset all = SyntheticDigits.of("digits", 1, 0, 300);
        Dataset some = Datasets.first(all, 20);
        assertEquals("digits (first 20)", some.name());
        assertEquals(20, some.size());
        assertArrayEquals(row(all, 19), row(some, 19));
        assertThrows(IndexOutOfBoundsException.class, () -> row(some, 20));
    }

    @Test
    void refusesNoRows() {
        assertThrows(IllegalArgumentException.class, () -> SyntheticDigits.of("none", 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> SyntheticDigits.of("none", 1, -1, 5));
    }
}
