package dev.hourglass.plan;

import java.util.List;

/** Random numbers that are the same on every backend. */
public sealed interface RandomOp extends Op {

    /** What is drawn for each element. */
    sealed interface Distribution {
        /** Uniform in [0, 1), a multiple of 2^-24. */
        record Uniform() implements Distribution {
        }

        /** Normal with mean 0 and variance 1, by Box and Muller's transform. */
        record Normal() implements Distribution {
        }

        /**
         * {@code value} with the given probability, otherwise 0: a dropout mask when value = 1 / probability.
         */
        record Bernoulli(float probability, float value) implements Distribution {
            public Bernoulli {
                if (!(probability > 0 && probability <= 1)) {
                    throw new PlanException("Bernoulli: probability must be in (0, 1], found " + probability);
                }
            }
        }
    }

    /**
     * Which random numbers: two ops with different streams, or runs with different seeds, draw independently.
     */
    record Source(long seed, int stream) {
    }

    /**
     * Fills out with draws. Philox 4x32-10 keyed by the seed and counted by (element / 4, stream, tick): see
     * {@code dev.hourglass.random.Philox}.
     *
     * @param tick I32 scalar read when the op runs; advancing it gives fresh numbers
     */
    record Noise(Distribution distribution, Source source, Slot tick, Slot out) implements RandomOp {

        public Noise {
            Check.type("Noise", tick, DType.I32);
            Check.elements("Noise", tick, 1);
            Check.type("Noise", out, DType.F32);
        }

        @Override
        public List<Slot> reads() {
            return List.of(tick);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }

        @Override
        public String detail() {
            return distribution + " stream " + source.stream();
        }
    }
}
