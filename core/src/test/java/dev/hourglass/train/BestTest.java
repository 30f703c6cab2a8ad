package dev.hourglass.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BestTest {
    @Test
    void patienceCountsEpochsWithoutAClearGain() {
        var best = new Best(new Stopping.Patience(2, 0.1));
        assertTrue(best.add(1, 1.0));
        assertTrue(best.add(2, 0.95), "lower, though not by the margin");
        assertFalse(best.isPatienceOver());
        assertFalse(best.add(3, 0.96));
        assertTrue(best.isPatienceOver());
        assertEquals(2, best.epoch());
    }

    @Test
    void aClearGainStartsTheCountAnew() {
        var best = new Best(new Stopping.Patience(2, 0));
        best.add(1, 1.0);
        best.add(2, 1.5);
        best.add(3, 0.9);
        best.add(4, 1.5);
        assertFalse(best.isPatienceOver());
        assertEquals(3, best.epoch());
    }

    @Test
    void withoutPatienceItNeverEnds() {
        var best = new Best(new Stopping.KeepBest());
        for (int epoch = 1; epoch < 100; epoch++) {
            best.add(epoch, epoch);
        }
        assertFalse(best.isPatienceOver());
        assertEquals(1, best.epoch());
    }
}
