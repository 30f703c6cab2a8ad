package dev.hourglass.optim;

/** How the learning rate changes over a run: a factor on the optimizer's own rate. */
public sealed interface Schedule {

    /**
     * The factor for a step.
     *
     * @param step  steps taken before this one, from 0
     * @param total steps of the whole run
     */
    double factor(long step, long total);

    /** Always 1. */
    record Constant() implements Schedule {
        @Override
        public double factor(long step, long total) {
            return 1;
        }
    }

    /**
     * Rises linearly over the first {@code warmup} share of the run, then falls along half a cosine to
     * {@code floor}. Loshchilov and Hutter 2016.
     */
    record Cosine(double warmup, double floor) implements Schedule {
        public Cosine {
            checkShare("warmup", warmup);
            checkShare("floor", floor);
        }

        @Override
        public double factor(long step, long total) {
            double rise = warmup * total;
            if (step < rise) {
                return (step + 1) / Math.max(rise, 1);
            }
            double progress = Math.min((step - rise) / Math.max(total - rise, 1), 1);
            return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * progress));
        }
    }

    /** Falls linearly to {@code floor}, which the step after the last one would have. */
    record Linear(double floor) implements Schedule {
        public Linear {
            checkShare("floor", floor);
        }

        @Override
        public double factor(long step, long total) {
            return 1 - (1 - floor) * step / total;
        }
    }

    /** Multiplies the rate by {@code decay} after every {@code every} share of the run. */
    record Steps(double every, double decay) implements Schedule {
        public Steps {
            checkShare("decay", decay);
            if (!(every > 0)) {
                throw new IllegalArgumentException("schedule: every must be positive, found " + every);
            }
        }

        @Override
        public double factor(long step, long total) {
            return Math.pow(decay, Math.floor(step / (every * total)));
        }
    }

    private static void checkShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("schedule: " + name + " must be in [0, 1], found " + value);
        }
    }
}
