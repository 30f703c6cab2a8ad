package dev.hourglass.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void cosineRisesThenFallsToItsFloor() {
        var schedule = new Schedule.Cosine(0.1, 0.05);
        assertEquals(0.1, schedule.factor(0, 100), 1e-12);
        assertEquals(1, schedule.factor(9, 100), 1e-12);
        assertEquals(1, schedule.factor(10, 100), 1e-12);
        assertEquals(0.525, schedule.factor(55, 100), 1e-12);
        assertEquals(0.05, schedule.factor(100, 100), 1e-12);
        assertEquals(0.05, schedule.factor(1000, 100), 1e-12);
        for (int step = 11; step <= 100; step++) {
            assertTrue(schedule.factor(step, 100) < schedule.factor(step - 1, 100), "step " + step);
        }
    }

    @Test
    void stepsFallInEqualParts() {
        var schedule = new Schedule.Steps(0.5, 0.1);
        assertEquals(1, schedule.factor(49, 100), 1e-12);
        assertEquals(0.1, schedule.factor(50, 100), 1e-12);
    }

    @Test
    void sharesOutsideTheUnitIntervalAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(-0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.Steps(0, 0.5));
    }
}
