package dev.hourglass.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeJudgesTest {
    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = Backends.open("reference!", Options.standard()).backend();
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static LabelledRows golden(String name, String rows, String labels) {
        String at = "judges/" + name + "/";
        return LabelledRows.of(Measures.FILE.shape(at + rows).extent(1), Measures.FILE.floats(at + rows),
                Measures.FILE.ints(at + labels));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "five", "few"})
    void agreeWithScikitLearn(String name) {
        LabelledRows known = golden(name, "known", "labels");
        LabelledRows other = golden(name, "other", "truth");
        double[] accuracy = Measures.exact("judges/" + name + "/accuracy");
        var neighbours = NearestNeighbours.of(known);
        assertArrayEquals(Measures.FILE.ints("judges/" + name + "/neighbours"),
                neighbours.classify(other, 10, backend));
        assertEquals(accuracy[0], neighbours.accuracy(other, 10, backend), 1e-12);
        // With more than two classes the library gives the last one no weights, so its penalty is not quite
        // scikit-learn's symmetric one: one row may fall to the other side.
        assertEquals(accuracy[1], LinearProbe.fit(known).accuracy(other), 1.0 / other.size() + 1e-12);
    }

    @Test
    void neighboursAcrossBlocks() {
        // More rows than a block on both sides; each row's nearest is its own copy.
        var random = new SplittableRandom(8);
        float[] values = new float[4300 * 3];
        int[] labels = new int[4300];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(50);
        }
        var rows = LabelledRows.of(3, values, labels);
        assertEquals(1, NearestNeighbours.of(rows).accuracy(rows, 1, backend));
    }

    @Test
    void onlyOneClass() {
        var rows = LabelledRows.of(1, new float[] {1, 2, 3}, new int[] {4, 4, 4});
        assertEquals(1, LinearProbe.fit(rows).accuracy(rows));
        assertEquals(1, NearestNeighbours.of(rows).accuracy(rows, 10, backend));
    }

    @Test
    void drawsAreBalancedAndDependOnTheSeed() {
        float[] values = new float[1000];
        int[] labels = new int[1000];
        for (int i = 0; i < 1000; i++) {
            values[i] = i;
            labels[i] = i < 5 ? 0 : 1 + i % 3;
        }
        var rows = LabelledRows.of(1, values, labels);
        var drawn = rows.balanced(101, 7);
        int[] counts = new int[4];
        for (int label : drawn.labels()) {
            counts[label]++;
        }
        assertArrayEquals(new int[] {5, 32, 32, 32}, counts);
        for (int i = 0; i < drawn.size(); i++) {
            int row = (int) drawn.values()[i];
            assertEquals(labels[row], drawn.labels()[i]);
        }
        assertArrayEquals(drawn.values(), rows.balanced(101, 7).values());
        assertTrue(!Arrays.equals(drawn.values(), rows.balanced(101, 8).values()));
        assertEquals(1000, rows.balanced(2000, 1).size());
        assertThrows(IllegalArgumentException.class, () -> rows.balanced(0, 1));
    }

    @Test
    void statisticsOfCodes() {
        double[] expected = Measures.exact("codes/expected");
        var statistics = CodeStatistics.of(Measures.FILE.floats("codes/values"), 5);
        assertEquals(expected[0], statistics.effectiveRank(), 1e-9);
        assertEquals(expected[1], statistics.activeUnits());
        assertEquals(new CodeStatistics(2, 0, 0), CodeStatistics.of(new float[] {1, 2, 1, 2}, 2));
    }

    @Test
    void refusesRowsThatCannotBeJudged() {
        assertThrows(DataException.class, () -> LabelledRows.of(1, new float[] {Float.NaN}, new int[] {0}));
        assertThrows(DataException.class, () -> LabelledRows.of(1, new float[1], new int[] {-1}));
        assertThrows(IllegalArgumentException.class, () -> LabelledRows.of(2, new float[3], new int[] {1}));
        var narrow = LabelledRows.of(1, new float[2], new int[] {0, 1});
        var wide = LabelledRows.of(2, new float[2], new int[] {0});
        assertThrows(IllegalArgumentException.class, () -> LinearProbe.fit(narrow).accuracy(wide));
        assertThrows(IllegalArgumentException.class,
                () -> NearestNeighbours.of(narrow).accuracy(wide, 1, backend));
        assertThrows(IllegalArgumentException.class,
                () -> NearestNeighbours.of(narrow).accuracy(narrow, 0, backend));
    }
}
