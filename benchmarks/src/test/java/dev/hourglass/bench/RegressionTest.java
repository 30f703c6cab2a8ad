package dev.hourglass.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.bench.Change.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegressionTest {
    @Test
    void slowerByMoreThanATenthIsWorse() {
        var regression = Regression.of(Runs.of(10, 25), Runs.of(12, 25));
        assertTrue(regression.isWorse());
        assertEquals(
                List.of("denoise, training step, batch 128, 2 threads", "onednn", "10.0", "12.0", "1.20",
                        "slower"),
                regression.table().rows().getFirst());
        assertEquals("The peers take 1.00 (1.00-1.00) times as long as before: so much of it is the machine.",
                regression.table().note());
    }

    @Test
    void aTwentiethIsTheMachine() {
        assertFalse(Regression.of(Runs.of(10, 25), Runs.of(10.5, 25)).isWorse());
        assertFalse(Regression.of(Runs.of(10, 25), Runs.of(5, 25)).isWorse());
    }

    @Test
    void quartilesThatOverlapAreNoChange() {
        var change = new Change("work", "onednn", Series.of(List.of(8.0, 10.0, 14.0)),
                Series.of(List.of(9.0, 12.0, 13.0)));
        assertEquals(Verdict.SAME, change.verdict());
        assertEquals(Verdict.FASTER,
                new Change("", "", Series.of(List.of(10.0)), Series.of(List.of(5.0))).verdict());
    }

    @Test
    void runsWithNothingInCommonAreRefused() {
        var run = Runs.of(10, 25);
        var nothing = run.with(List.of(), List.of(), List.of(), List.of());
        assertThrows(BenchException.class, () -> Regression.of(nothing, run));
    }
}
