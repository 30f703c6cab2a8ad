package dev.hourglass.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IsolationForestTest {

    private static Dataset rows(int columns, float... values) {
        return Datasets.of("rows", Shape.of(columns), values);
    }

    /** A cloud whose last rows lie outside. */
    private static Dataset cloud() {
        var random = new SplittableRandom(2);
        float[] values = new float[1000 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() + (i >= 950 * 4 ? 3 : 0);
        }
        return rows(4, values);
    }

    @Test
    void typicalDepthsAreThePapers() {
        assertEquals(0, IsolationForest.typicalDepth(1));
        assertEquals(1, IsolationForest.typicalDepth(2));
        // 2 (ln 255 + γ) − 2·255/256.
        assertEquals(10.24477, IsolationForest.typicalDepth(256), 1e-5);
    }

    @Test
    void findsRowsOutsideACloud() {
        boolean[] outside = new boolean[1000];
        Arrays.fill(outside, 950, 1000, true);
        double[] scores = IsolationForest.fit(cloud(), 1).scores(cloud());
        assertTrue(Ranking.of(scores, outside).auroc() > 0.97,
                "AUROC " + Ranking.of(scores, outside).auroc());
        double mean = Arrays.stream(scores).average().orElseThrow();
        assertTrue(mean > 0.4 && mean < 0.55, "ordinary rows score below a half, found " + mean);
    }

    @Test
    void theSeedDecides() {
        assertArrayEquals(IsolationForest.fit(cloud(), 1).scores(cloud()),
                IsolationForest.fit(cloud(), 1).scores(cloud()));
        assertFalse(Arrays.equals(IsolationForest.fit(cloud(), 1).scores(cloud()),
                IsolationForest.fit(cloud(), 2).scores(cloud())));
    }

    @Test
    void constantColumnsAndSingleRows() {
        // All rows alike: nobody is strange, and no cut can be made.
        double[] alike = IsolationForest.fit(rows(2, 1, 2, 1, 2, 1, 2), 1).scores(rows(2, 1, 2, 9, 9));
        assertEquals(alike[0], alike[1]);
        assertEquals(0.5, alike[0], 1e-12);
        double one = IsolationForest.fit(rows(2, 1, 2), 1).scores(rows(2, 1, 2))[0];
        assertTrue(one > 0 && one <= 1, "found " + one);
        // Neighbouring floats leave no place between them, and still are told apart.
        float next = Math.nextUp(1f);
        double[] close = IsolationForest.fit(rows(1, 1, next, next, next), 3).scores(rows(1, 1, next));
        assertTrue(close[0] > close[1]);
    }

    @Test
    void refusesOtherWidthsAndNoTrees() {
        assertThrows(IllegalArgumentException.class,
                () -> IsolationForest.fit(rows(2, 1, 2), 1).scores(rows(1, 1)));
        assertThrows(IllegalArgumentException.class, () -> new IsolationForest.Settings(0, 256));
    }
}
