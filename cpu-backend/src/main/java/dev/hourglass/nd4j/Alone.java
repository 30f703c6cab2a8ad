package dev.hourglass.nd4j;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;

/**
 * A kernel too small to share: lane 0 does it. It needs no other lane; neighbours of this kind run without
 * waiting for anybody.
 */
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
