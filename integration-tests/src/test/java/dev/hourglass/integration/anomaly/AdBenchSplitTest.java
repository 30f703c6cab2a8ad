package dev.hourglass.integration.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are NumPy 2's and scikit-learn 1's. */
class AdBenchSplitTest {
    @Test
    void drawsAsNumpyDoes() {
        var draws = new NumpyDraws(1);
        assertArrayEquals(new int[] {37, 140, 72, 137, 133, 79}, Arrays.copyOf(draws.choose(148, 1000), 6));
        assertArrayEquals(new int[] {5, 0, 6, 2, 4, 1, 3}, draws.permutation(7));
        assertArrayEquals(new int[] {836, 1849, 16673, 527, 19846, 1497},
                Arrays.copyOf(new NumpyDraws(2).permutation(20_000), 6));
    }

    /**
     * Rows, how many of the first are anomalies, seed; the split's first rows and a sum over all in order.
     */
    @ParameterizedTest
    @CsvSource({
        "148, 6, 1, 115 134 21 77 26, 113 118 82 20 15, 105405",
        "2000, 250, 2, 800 1129 1842 619 1909, 1359 660 1866 1512 1812, 357963",
        "1005, 15, 3, 446 458 454 592 655, 624 488 182 857 907, 619014",
        "20001, 301, 3, 11473 17609 12066 3896 18228, 9407 9809 6664 2802 11113, 584555",
        "1831, 176, 3, 805 995 1666 65 304, 677 208 236 1222 1169, 640955",
        "1010, 505, 4, 89 587 705 516 926, 351 346 394 500 192, 954713"})
    void splitsAsPublished(int rows, int count, int seed, String train, String test, long sum) {
        var anomalies = new boolean[rows];
        Arrays.fill(anomalies, 0, count, true);
        var split = AdBenchSplit.of(anomalies, seed);
        assertEquals(train, first(split.train()));
        assertEquals(test, first(split.test()));
        long found = 0;
        for (int i = 0; i < split.train().length; i++) {
            found += (long) i * split.train()[i];
        }
        assertEquals(sum, found % 1_000_003);
    }

    private static String first(int[] rows) {
        return Arrays.stream(rows).limit(5).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }
}
