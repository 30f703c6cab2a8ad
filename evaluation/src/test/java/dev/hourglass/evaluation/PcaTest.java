package dev.hourglass.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcaTest {

    private static Dataset golden(String name) {
        return Datasets.of(name, Measures.FILE.shape(name).row(), Measures.FILE.floats(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tall", "wide", "lowrank"})
    void agreesWithScikitLearn(String name) {
        String at = "pca/" + name + "/";
        Dataset other = golden(at + "other");
        Pca pca = Pca.fit(golden(at + "rows"));
        double[] variance = Measures.exact(at + "variance");
        assertEquals(variance.length, pca.rank());
        int rank = pca.rank();
        for (int k = 0; k < rank; k++) {
            assertEquals(variance[k], pca.variance(k), 1e-9 * variance[0]);
            assertEquals(Measures.exact(at + "share")[k], pca.varianceShare(k), 1e-9);
        }
        float[] components = Measures.FILE.floats(at + "components");
        for (int k = 0; k < rank; k++) {
            for (int j = 0; j < pca.columns(); j++) {
                assertEquals(components[k * pca.columns() + j], pca.component(k)[j], 1e-6);
            }
        }
        assertArrayEquals(Measures.FILE.floats(at + "codes"), pca.encode(other, rank), 1e-4f);
        double[] errors = Measures.exact(at + "errors");
        PcaErrors ours = pca.errors(other);
        assertEquals(errors.length, ours.byWidth().size());
        for (int k = 0; k <= rank; k++) {
            assertEquals(errors[k], ours.at(k), 1e-8 * errors[0]);
        }
        assertEquals(ours.at(rank), ours.at(rank + 5));
    }

    @Test
    void pyodsScore() {
        double[] scores = PcaBaseline.fit(golden("pca/tall/rows"), PcaBaseline.Score.WEIGHTED)
                .scores(golden("pca/tall/other"));
        assertArrayEquals(Measures.exact("pca/weighted"), scores, 2e-5 * scores[0]);
    }

    @Test
    void decodingIsTheBestRebuild() {
        Dataset rows = golden("pca/tall/other");
        Pca pca = Pca.fit(golden("pca/tall/rows"));
        float[] values = Measures.FILE.floats("pca/tall/other");
        for (int k = 1; k <= 6; k++) {
            float[] back = pca.decode(pca.encode(values, k), k);
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += Math.pow(values[i] - back[i], 2);
            }
            assertEquals(pca.errors(rows).at(k), sum / values.length, 1e-6 * pca.errors(rows).at(0));
        }
        double[] each = pca.rowErrors(rows, 2);
        double mean = 0;
        for (double error : each) {
            mean += error / each.length;
        }
        assertEquals(pca.errors(rows).at(2), mean, 1e-12);
    }

    @Test
    void fewerRowsThanColumnsAreRebuiltWhole() {
        // 21 rows, which are no multiple of eight, vary in 20 directions.
        var random = new SplittableRandom(9);
        float[] values = new float[21 * 40];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Pca pca = Pca.fit(values, 40);
        assertEquals(20, pca.rank());
        assertArrayEquals(values, pca.decode(pca.encode(values, 20), 20), 1e-5f);
        for (int k = 0; k < 20; k++) {
            assertEquals(1, Arrays.stream(pca.component(k)).map(each -> each * each).sum(), 1e-9);
        }
    }

    @Test
    void blocksAndCoresDoNotChangeTheResult() {
        // 701 columns: blocks of 747 rows, and neither is a multiple of eight.
        var random = new SplittableRandom(4);
        int columns = 701;
        float[] values = new float[1500 * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * (1 + i % columns % 7);
        }
        Pca pca = Pca.fit(values, columns);
        double trace = 0;
        for (int k = 0; k < pca.rank(); k++) {
            trace += pca.variance(k);
        }
        double variance = 0;
        for (int j = 0; j < columns; j++) {
            double mean = 0;
            double squares = 0;
            for (int r = 0; r < 1500; r++) {
                mean += values[r * columns + j];
                squares += (double) values[r * columns + j] * values[r * columns + j];
            }
            variance += (squares - mean * mean / 1500) / 1499;
        }
        assertEquals(variance, trace, 1e-9 * variance);
        double product = 0;
        for (int j = 0; j < columns; j++) {
            product += pca.component(0)[j] * pca.component(700)[j];
        }
        assertEquals(0, product, 1e-12);
    }

    @Test
    void rowsThatDoNotVary() {
        Pca pca = Pca.fit(new float[] {3, 4, 3, 4, 3, 4}, 2);
        assertEquals(0, pca.rank());
        assertArrayEquals(new float[] {0, 0}, pca.encode(new float[] {3, 4}, 2));
        assertArrayEquals(new float[] {3, 4}, pca.decode(new float[] {0, 0}, 2));
        assertEquals(1, pca.componentsFor(0.95));
        Pca one = Pca.fit(new float[] {1, 2, 3}, 3);
        assertArrayEquals(new float[] {1, 2, 3}, one.mean());
        assertEquals(0, one.varianceShare(0));
    }

    @Test
    void constantColumnsDoNotUpsetTheBaseline() {
        float[] values = {1, 7, 2, 7, 3, 7, 4, 7, 100, 7};
        Dataset rows = Datasets.of("rows", Shape.of(2), values);
        for (PcaBaseline.Score score : PcaBaseline.Score.values()) {
            double[] scores = PcaBaseline.fit(rows, score).scores(rows);
            for (double each : scores) {
                assertTrue(Double.isFinite(each), score + " gave " + each);
            }
        }
        double[] strange = PcaBaseline.fit(rows, PcaBaseline.Score.RECONSTRUCTION)
                .scores(Datasets.of("strange", Shape.of(2), new float[] {2, 7, 2, 9}));
        assertTrue(strange[1] > strange[0] + 1, "a constant column that changed must be seen");
    }

    @Test
    void wideRowsAreBoundedInMemory() {
        assertEquals(10_000_000, PcaFit.rowsUsed(10_000_000, 784));
        assertEquals(500, PcaFit.rowsUsed(500, 3072));
        assertEquals(2048, PcaFit.rowsUsed(50_000, 3072));
        assertEquals(85, PcaFit.rowsUsed(50_000, 256 * 256 * 3));
        float[] values = new float[3 * 3000];
        values[3000] = 1;
        values[6001] = 2;
        Pca pca = Pca.fit(values, 3000);
        assertEquals(3, pca.rows());
        assertEquals(2, pca.rank());
    }

    @Test
    void refusesOtherWidthsAndWhatIsNotFinite() {
        Pca pca = Pca.fit(new float[] {1, 2, 3, 5}, 2);
        assertThrows(IllegalArgumentException.class, () -> pca.encode(new float[3], 1));
        assertThrows(IllegalArgumentException.class, () -> pca.encode(new float[2], 0));
        assertThrows(IllegalArgumentException.class,
                () -> pca.errors(Datasets.of("x", Shape.of(3), new float[3])));
        assertThrows(DataException.class, () -> Pca.fit(new float[] {1, Float.NaN}, 2));
    }
}
