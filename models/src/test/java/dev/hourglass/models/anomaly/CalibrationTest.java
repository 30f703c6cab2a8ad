package dev.hourglass.models.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void pValuesCountScoresAtLeastAsLarge() {
        var calibration = new Calibration(new float[] {3, 1, 2, 2});
        assertEquals(1, calibration.pValue(0), 0);
        assertEquals(1, calibration.pValue(1), 0);
        assertEquals(4 / 5.0, calibration.pValue(1.5f), 0);
        assertEquals(4 / 5.0, calibration.pValue(2), 0);
        assertEquals(2 / 5.0, calibration.pValue(3), 0);
        assertEquals(1 / 5.0, calibration.pValue(4), 0);
    }

    @Test
    void noMoreThanTheContaminationLiesAboveTheThreshold() {
        var scores = new float[200];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (i * 37) % 200;
        }
        var calibration = new Calibration(scores);
        for (double share : new double[] {0.004, 0.05, 0.5, 0.99}) {
            float threshold = calibration.threshold(share);
            int above = 0;
            for (float score : scores) {
                above += score > threshold ? 1 : 0;
            }
            assertEquals((int) (share * 200), above, "share " + share);
        }
        assertThrows(IllegalArgumentException.class, () -> calibration.threshold(1));
        assertThrows(IllegalArgumentException.class, () -> new Calibration(new float[0]));
        assertThrows(IllegalArgumentException.class, () -> new Calibration(new float[] {1, Float.NaN}));
    }

    /**
     * Rows from the same distribution: P(p ≤ α) ≤ α, with equality up to 1 / (n + 1). Over seeds the rate is
     * the mean of beta-binomial shares, whose variance is α(1 − α)(1/n + 1/m) at most.
     */
    @Test
    void falseAlarmsKeepTheirRateWhateverTheDistribution() {
        int seeds = 20;
        int n = 999;
        int m = 2000;
        for (double alpha : new double[] {0.01, 0.05}) {
            double alarms = 0;
            for (int seed = 0; seed < seeds; seed++) {
                var random = new Random(seed);
                var calibration = new Calibration(draws(random, n));
                for (float score : draws(random, m)) {
                    alarms += calibration.pValue(score) <= alpha ? 1 : 0;
                }
            }
            double deviation = Math.sqrt(alpha * (1 - alpha) * (1.0 / n + 1.0 / m) / seeds);
            assertEquals(alpha, alarms / seeds / m, 3 * deviation, "alpha " + alpha);
        }
    }

    /** Skewed, heavy-tailed and with ties. */
    private static float[] draws(Random random, int count) {
        var scores = new float[count];
        for (int i = 0; i < count; i++) {
            double draw = Math.exp(3 * random.nextGaussian());
            scores[i] = random.nextInt(10) == 0 ? 1 : (float) draw;
        }
        return scores;
    }

    @Test
    void benjaminiAndHochbergsOwnExample() {
        // 1995, section 3.1: 15 p-values; at 0.05 the four smallest are rejected, though the fourth exceeds
        // 0.05 / 15.
        double[] p = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719,
            0.6528, 0.7590, 1.0};
        var counts = counts(9999);
        for (double each : p) {
            counts.add(each);
        }
        assertEquals(0.0095, counts.rejectedUpTo(0.05), 1e-12);
        assertEquals(0, counts(9).rejectedUpTo(0.05), 0);
    }

    private static PValueCounts counts(int calibrationRows) {
        return new PValueCounts(new Calibration(new float[calibrationRows]));
    }

    /**
     * The share of false alarms among all alarms stays at the rate; so many are found that it is put to the
     * test.
     */
    @Test
    void falseDiscoveriesKeepTheirRate() {
        double share = 0;
        double found = 0;
        int seeds = 40;
        for (int seed = 0; seed < seeds; seed++) {
            var random = new Random(seed);
            var calibration = new Calibration(normal(random, 2000, 0));
            float[] usual = normal(random, 900, 0);
            float[] strange = normal(random, 100, 4);
            var counts = new PValueCounts(calibration);
            for (float score : usual) {
                counts.add(calibration.pValue(score));
            }
            for (float score : strange) {
                counts.add(calibration.pValue(score));
            }
            double largest = counts.rejectedUpTo(0.2);
            int wrong = 0;
            int right = 0;
            for (float score : usual) {
                wrong += calibration.pValue(score) <= largest ? 1 : 0;
            }
            for (float score : strange) {
                right += calibration.pValue(score) <= largest ? 1 : 0;
            }
            share += wrong == 0 ? 0 : (double) wrong / (wrong + right) / seeds;
            found += right / 100.0 / seeds;
        }
        assertTrue(share <= 0.2, "false discovery rate " + share);
        assertTrue(share > 0.1, "the procedure is not put to the test: " + share);
        assertTrue(found > 0.9, "found " + found);
    }

    private static float[] normal(Random random, int count, double mean) {
        var scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = (float) (mean + random.nextGaussian());
        }
        return scores;
    }

    @Test
    void driftIsNoticedAndNothingElse() {
        int alarms = 0;
        int noticed = 0;
        int seeds = 400;
        for (int seed = 0; seed < seeds; seed++) {
            var random = new Random(seed);
            var calibration = new Calibration(normal(random, 300, 0));
            alarms += drift(calibration, normal(random, 200, 0)) <= 0.05 ? 1 : 0;
            noticed += drift(calibration, normal(random, 200, 0.5)) <= 0.05 ? 1 : 0;
        }
        // Binomial(400, 0.05): 20 with deviation 4.4. The test is slightly conservative.
        assertEquals(20, alarms, 13);
        assertTrue(noticed > 0.95 * seeds, "noticed " + noticed);
        assertEquals(1, new PValueCounts(new Calibration(new float[] {1})).driftPValue(), 0);
    }

    private static double drift(Calibration calibration, float[] scores) {
        var counts = new PValueCounts(calibration);
        for (float score : scores) {
            counts.add(calibration.pValue(score));
        }
        return counts.driftPValue();
    }

    @Test
    void histogramsAddUp() {
        var counts = counts(9);
        for (int i = 1; i <= 10; i++) {
            counts.add(i / 10.0);
        }
        assertArrayEquals(new long[] {2, 2, 2, 2, 2}, counts.histogram(5));
        assertEquals(10, counts.total());
    }
}
