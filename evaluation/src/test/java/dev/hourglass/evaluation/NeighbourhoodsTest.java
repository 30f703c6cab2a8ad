package dev.hourglass.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeighbourhoodsTest {

    @ParameterizedTest
    @ValueSource(strings = {"flattened", "folded", "random"})
    void agreeWithScikitLearn(String name) {
        String at = "neighbourhoods/" + name + "/";
        float[] rows = Measures.FILE.floats(at + "rows");
        float[] codes = Measures.FILE.floats(at + "codes");
        int count = Measures.FILE.shape(at + "rows").extent(0);
        double[] expected = Measures.exact(at + "expected");
        int[] neighbours = Measures.FILE.ints(at + "k");
        for (int i = 0; i < neighbours.length; i++) {
            var found = Neighbourhoods.of(rows, codes, count, neighbours[i]);
            assertEquals(expected[2 * i], found.trustworthiness(), 1e-12, "k = " + neighbours[i]);
            assertEquals(expected[2 * i + 1], found.continuity(), 1e-12, "k = " + neighbours[i]);
        }
    }

    @Test
    void scaledAndTurnedRowsKeepEveryNeighbourhood() {
        float[] rows = normal(200 * 2);
        float[] codes = new float[rows.length];
        for (int i = 0; i < rows.length; i += 2) {
            codes[i] = -3 * rows[i + 1];
            codes[i + 1] = 3 * rows[i];
        }
        assertEquals(new Neighbourhoods(10, 1, 1), Neighbourhoods.of(rows, codes, 200, 10));
    }

    @Test
    void ofEqualCodesTheEarlierRowsAreNearest() {
        // Rows on a line, all codes alike: the nearest code of row 0 is 1, that of every other row is 0.
        float[] rows = {0, 1, 2, 3, 4};
        // From there the ranks are 1, 1, 3, 4 and 4.
        double excess = 2 + 3 + 3;
        var found = Neighbourhoods.of(rows, new float[5], 5, 1);
        assertEquals(1 - 2 * excess / (5 * (10 - 3 - 1)), found.trustworthiness(), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"0,10", "5,10", "-1,10", "1,7"})
    void refusesWhatHasNoMeaning(int neighbours, int count) {
        assertThrows(IllegalArgumentException.class,
                () -> Neighbourhoods.of(new float[20], new float[10], count, neighbours));
    }

    private static float[] normal(int size) {
        var random = new Random(1);
        var values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
