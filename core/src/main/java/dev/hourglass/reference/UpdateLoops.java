package dev.hourglass.reference;

import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.UpdateOp.Adam;
import dev.hourglass.plan.UpdateOp.AdamSettings;
import dev.hourglass.plan.UpdateOp.Advance;
import dev.hourglass.plan.UpdateOp.ClipScale;
import dev.hourglass.plan.UpdateOp.Decay;
import dev.hourglass.plan.UpdateOp.GradientNorm;
import dev.hourglass.plan.UpdateOp.Momentum;
import dev.hourglass.plan.UpdateOp.Sgd;

/** Optimizer steps. */
final class UpdateLoops {

    private UpdateLoops() {
    }

    static Kernel bind(UpdateOp op, ReferenceMemory memory) {
        return switch (op) {
            case Sgd o -> sgd(o, memory);
            case Adam o -> adam(o, memory);
            case GradientNorm o -> gradientNorm(o, memory);
            case ClipScale o -> clipScale(o, memory);
            case Advance o -> advance(o, memory);
        };
    }

    private static Kernel sgd(Sgd op, ReferenceMemory memory) {
        Place params = memory.at(op.params());
        Place grads = memory.at(op.grads());
        Place velocity = memory.at(op.velocity());
        Place rate = memory.at(op.control().rate());
        Place scale = memory.at(op.control().scale());
        double momentum = op.settings().momentum();
        double decay = op.settings().weightDecay();
        return Kernel.each(params.length, 2, (from, to) -> {
            for (int i = from; i < to; i++) {
                double g = scale.at(0) * grads.at(i) + decay * params.at(i);
                double speed = momentum * velocity.at(i) + g;
                double step = op.settings().kind() == Momentum.NESTEROV ? g + momentum * speed : speed;
                velocity.set(i, speed);
                params.set(i, params.at(i) - rate.at(0) * step);
            }
        });
    }

    private static Kernel adam(Adam op, ReferenceMemory memory) {
        Place params = memory.at(op.params());
        Place grads = memory.at(op.grads());
        Place first = memory.at(op.first());
        Place second = memory.at(op.second());
        Place rate = memory.at(op.control().rate());
        Place scale = memory.at(op.control().scale());
        Place step = memory.at(op.control().step());
        AdamSettings s = op.settings();
        double beta1 = s.beta1();
        double beta2 = s.beta2();
        double coupled = s.decay() == Decay.COUPLED ? s.weightDecay() : 0;
        double decoupled = s.decay() == Decay.DECOUPLED ? s.weightDecay() : 0;
        return Kernel.each(params.length, 4, (from, to) -> {
            double correction1 = 1 - Math.pow(beta1, step.intAt(0));
            double correction2 = 1 - Math.pow(beta2, step.intAt(0));
            for (int i = from; i < to; i++) {
                double g = scale.at(0) * grads.at(i) + coupled * params.at(i);
                double m = beta1 * first.at(i) + (1 - beta1) * g;
                double v = beta2 * second.at(i) + (1 - beta2) * g * g;
                double kept = params.at(i) * (1 - rate.at(0) * decoupled);
                first.set(i, m);
                second.set(i, v);
                params.set(i,
                        kept - rate.at(0) * (m / correction1) / (Math.sqrt(v / correction2) + s.epsilon()));
            }
        });
    }

    private static Kernel gradientNorm(GradientNorm op, ReferenceMemory memory) {
        Place grads = memory.at(op.grads());
        Place norm = memory.at(op.norm());
        return Kernel.whole(() -> {
            double sum = 0;
            for (int i = 0; i < grads.length; i++) {
                sum += grads.at(i) * grads.at(i);
            }
            norm.set(0, Math.sqrt(sum));
        });
    }

    private static Kernel clipScale(ClipScale op, ReferenceMemory memory) {
        Place norm = memory.at(op.norm());
        Place scale = memory.at(op.scale());
        return Kernel.whole(() -> scale.set(0, Math.min(1, op.limit() / (norm.at(0) + 1e-6))));
    }

    private static Kernel advance(Advance op, ReferenceMemory memory) {
        Place counter = memory.at(op.counter());
        return Kernel.whole(() -> counter.set(0, counter.intAt(0) + 1));
    }
}
