package dev.hourglass.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void quantilesLieBetweenNeighbours() {
        var series = Series.of(List.of(4.0, 1.0, 3.0, 2.0));
        assertEquals(4, series.count());
        assertEquals(1, series.best());
        assertEquals(1.75, series.q1());
        assertEquals(2.5, series.median());
        assertEquals(3.25, series.q3());
        assertEquals(3.97, series.p99());
        assertEquals(List.of(4.0, 1.0, 3.0, 2.0), series.values());
    }

    @Test
    void manyValuesAreNotKept() {
        assertEquals(List.of(), Series.of(Collections.nCopies(1000, 1.0)).values());
    }

    @Test
    void ratiosGoAsFarAsBoth() {
        var ratio = Series.ratio(new double[] {2, 6, 8}, new double[] {1, 2});
        assertEquals(List.of(2.0, 3.0), ratio.values());
        assertEquals(2.5, ratio.median());
    }

    @Test
    void nothingHasNoMedian() {
        assertThrows(IllegalArgumentException.class, () -> Series.of(List.of()));
    }
}
