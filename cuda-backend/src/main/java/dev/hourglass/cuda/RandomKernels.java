package dev.hourglass.cuda;

import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RandomOp.Noise;

/** Random numbers, the same as every backend's. */
final class RandomKernels {
    private static final int PER_THREAD = 4;

    private RandomKernels() {
    }

    static void bind(RandomOp op, Binding b) {
        switch (op) {
            case Noise o -> noise(o, b);
        }
    }

    private static void noise(Noise op, Binding b) {
        int n = op.out().elements();
        long seed = op.source().seed();
        var call = b.call(Kernel.NOISE);
        switch (op.distribution()) {
            case Distribution.Uniform() -> call.integer(0).real(0).real(0);
            case Distribution.Normal() -> call.integer(1).real(0).real(0);
            case Distribution.Bernoulli(float probability, float value) ->
                call.integer(2).real(probability).real(value);
        }
        call.integer((int) seed).integer((int) (seed >>> 32)).integer(op.source().stream()).slot(op.tick())
                .slot(op.out()).integer(n).each((n - 1) / PER_THREAD + 1);
    }
}
