package dev.hourglass.train;

import java.time.Duration;

/** How often something is done while a model trains. */
public sealed interface Interval {

    /** After every so many steps. */
    record Steps(long steps) implements Interval {
        public Steps {
            if (steps < 1) {
                throw new IllegalArgumentException("an interval must be at least 1 step, found " + steps);
            }
        }
    }

    /** After the first step that ends so long after the last time. */
    record Elapsed(Duration duration) implements Interval {
        public Elapsed {
            if (!duration.isPositive()) {
                throw new IllegalArgumentException("an interval must be positive, found " + duration);
            }
        }
    }
}
