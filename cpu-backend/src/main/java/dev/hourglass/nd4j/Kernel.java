package dev.hourglass.nd4j;

/**
 * A piece of a compiled program. All lanes run it at once, each doing its own part; when it starts,
 * everything before it is complete. Which part a lane does depends on nothing but its number, so that sums
 * are always taken in the same order.
 */
@FunctionalInterface
interface Kernel {
    void run(Lane lane);

    /** A kernel too small to share: lane 0 does it. */
    static Kernel alone(Kernel kernel) {
        return new Alone(kernel);
    }

    /** Needs no other lane; neighbours of this kind run without waiting for anybody. */
    record Alone(Kernel kernel) implements Kernel {
        @Override
        public void run(Lane lane) {
            if (lane.index() == 0) {
                kernel.run(lane);
            }
        }

        Alone then(Alone next) {
            return new Alone(lane -> {
                kernel.run(lane);
                next.kernel.run(lane);
            });
        }
    }
}
