package dev.hourglass.reference;

import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.RandomOp.Noise;
import dev.hourglass.random.Philox;

/** Random numbers. */
final class RandomLoops {

    private RandomLoops() {
    }

    static Kernel bind(RandomOp op, ReferenceMemory memory) {
        return switch (op) {
            case Noise o -> noise(o, memory);
        };
    }

    private static Kernel noise(Noise op, ReferenceMemory memory) {
        Place tick = memory.at(op.tick());
        Place out = memory.at(op.out());
        Philox philox = Philox.of(op.source());
        float[] draws = new float[out.length];
        return Kernel.whole(() -> {
            philox.fill(op.distribution(), tick.intAt(0), draws, 0, draws.length);
            for (int i = 0; i < draws.length; i++) {
                out.set(i, draws[i]);
            }
        });
    }
}
