package dev.hourglass.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RankingTest {

    static Set<String> cases() {
        return Measures.FILE.children("ranking");
    }

    private static Ranking ranking(String name) {
        int[] labels = Measures.FILE.ints("ranking/" + name + "/labels");
        var positive = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            positive[i] = labels[i] == 1;
        }
        return Ranking.of(Measures.FILE.floats("ranking/" + name + "/scores"), positive);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithScikitLearn(String name) {
        double[] expected = Measures.exact("ranking/" + name + "/expected");
        assertEquals(expected[0], ranking(name).auroc(), 1e-14);
        assertEquals(expected[1], ranking(name).averagePrecision(), 1e-14);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void curvesAreScikitLearns(String name) {
        float[] roc = Measures.FILE.floats("ranking/" + name + "/roc");
        var points = ranking(name).roc(100_000).points();
        assertEquals(roc.length / 2, points.size());
        for (int i = 0; i < points.size(); i++) {
            assertEquals(roc[2 * i], points.get(i).falsePositiveRate(), 1e-7);
            assertEquals(roc[2 * i + 1], points.get(i).truePositiveRate(), 1e-7);
        }
        // Newer versions of scikit-learn go on with lower thresholds after recall 1; ours ends there.
        float[] pr = Measures.FILE.floats("ranking/" + name + "/pr");
        var steps = ranking(name).precisionRecall(100_000).points();
        for (int i = 0; i < steps.size(); i++) {
            assertEquals(pr[2 * i], steps.get(i).recall(), 1e-7);
            assertEquals(pr[2 * i + 1], steps.get(i).precision(), 1e-7);
        }
        assertEquals(1, steps.getLast().recall());
    }

    @Test
    void thinnedCurvesKeepTheirEndsAndTheirArea() {
        var random = new SplittableRandom(3);
        var scores = new double[20_000];
        var positive = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            positive[i] = i % 10 == 0;
            scores[i] = random.nextGaussian() + (positive[i] ? 1 : 0);
        }
        var ranking = Ranking.of(scores, positive);
        var roc = ranking.roc(200);
        assertTrue(roc.points().size() > 100 && roc.points().size() <= 202, "points: " + roc.points().size());
        assertEquals(new RocCurve.Point(0, 0, Double.POSITIVE_INFINITY), roc.points().getFirst());
        assertEquals(1, roc.points().getLast().falsePositiveRate());
        double area = 0;
        for (int i = 1; i < roc.points().size(); i++) {
            var a = roc.points().get(i - 1);
            var b = roc.points().get(i);
            area += (b.falsePositiveRate() - a.falsePositiveRate())
                    * (a.truePositiveRate() + b.truePositiveRate()) / 2;
        }
        assertEquals(ranking.auroc(), area, 1e-3);
        var pr = ranking.precisionRecall(200);
        assertTrue(pr.points().size() > 50 && pr.points().size() <= 202, "points: " + pr.points().size());
        assertEquals(0.1, pr.guessing(), 1e-12);
    }

    @Test
    void decisionsAreCountedAtAndAroundThresholds() {
        var ranking = Ranking.of(new double[] {1, 2, 2, 3, 4},
                new boolean[] {false, true, false, true, true});
        assertEquals(new Confusion(3, 1, 0, 1), ranking.at(2));
        assertEquals(new Confusion(2, 0, 1, 2), ranking.at(2.5));
        assertEquals(new Confusion(0, 0, 3, 2), ranking.at(5));
        assertEquals(new Confusion(3, 2, 0, 0), ranking.at(-1));
        assertEquals(0.75, ranking.at(2).precision());
        assertEquals(0.8, ranking.at(2.5).f1(), 1e-15);
        assertEquals(0, ranking.at(5).precision());
    }

    @Test
    void scoresMayBeInfinite() {
        double inf = Double.POSITIVE_INFINITY;
        assertEquals(0.75,
                Ranking.of(new double[] {-inf, inf, inf, 0}, new boolean[] {false, true, false, true}).auroc()
                        + 0.125);
    }

    @Test
    void refusesWhatCannotBeRanked() {
        var one = assertThrows(DataException.class, () -> Ranking.of(new double[3], new boolean[3]));
        assertTrue(one.getMessage().contains("0 positive and 3 negative"), one.getMessage());
        var nan = assertThrows(DataException.class,
                () -> Ranking.of(new double[] {0, Double.NaN}, new boolean[] {true, false}));
        assertTrue(nan.getMessage().contains("row 1"), nan.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Ranking.of(new double[3], new boolean[2]));
    }
}
