package dev.hourglass.cuda;

import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.UpdateOp.Adam;
import dev.hourglass.plan.UpdateOp.Advance;
import dev.hourglass.plan.UpdateOp.ClipScale;
import dev.hourglass.plan.UpdateOp.Decay;
import dev.hourglass.plan.UpdateOp.GradientNorm;
import dev.hourglass.plan.UpdateOp.Momentum;
import dev.hourglass.plan.UpdateOp.Sgd;

/** Optimizer steps. */
final class UpdateKernels {
    private static final int MOST_BLOCKS = 256;
    private static final int WORTH_A_BLOCK = 4096;

    private UpdateKernels() {
    }

    static void bind(UpdateOp op, Binding b) {
        switch (op) {
            case Sgd o -> sgd(o, b);
            case Adam o -> adam(o, b);
            case GradientNorm o -> gradientNorm(o, b);
            case ClipScale o ->
                b.call(Kernel.CLIP_SCALE).real(o.limit()).slot(o.norm()).slot(o.scale()).grid(1, 1, 1);
            case Advance o -> b.call(Kernel.ADVANCE).slot(o.counter()).grid(1, 1, 1);
        }
    }

    private static void sgd(Sgd op, Binding b) {
        int n = op.params().elements();
        var settings = op.settings();
        b.call(Kernel.SGD).real(settings.momentum()).integer(settings.kind() == Momentum.NESTEROV ? 1 : 0)
                .real(settings.weightDecay()).slot(op.params()).slot(op.grads()).slot(op.velocity())
                .slot(op.control().rate()).slot(op.control().scale()).integer(n).each(n);
    }

    private static void adam(Adam op, Binding b) {
        int n = op.params().elements();
        var settings = op.settings();
        boolean coupled = settings.decay() == Decay.COUPLED;
        b.call(Kernel.ADAM).real(settings.beta1()).real(settings.beta2()).real(settings.epsilon())
                .real(coupled ? settings.weightDecay() : 0).real(coupled ? 0 : settings.weightDecay())
                .slot(op.params()).slot(op.grads()).slot(op.first()).slot(op.second())
                .slot(op.control().rate()).slot(op.control().scale()).slot(op.control().step()).integer(n)
                .each(n);
    }

    private static void gradientNorm(GradientNorm op, Binding b) {
        int n = op.grads().elements();
        int most = Math.clamp(n / WORTH_A_BLOCK, 1, MOST_BLOCKS);
        int perBlock = (n + most - 1) / most;
        int blocks = (n + perBlock - 1) / perBlock;
        long bytes = (long) blocks * Double.BYTES;
        b.call(Kernel.SQUARES).slot(op.grads()).integer(n).integer(perBlock).scratch(0, bytes)
                .blocks(blocks);
        b.call(Kernel.ROOT).scratch(0, bytes).integer(blocks).slot(op.norm()).blocks(1);
    }
}
