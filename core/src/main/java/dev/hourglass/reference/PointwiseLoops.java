package dev.hourglass.reference;

import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.PointwiseOp.AddScaled;
import dev.hourglass.plan.PointwiseOp.BiasGradient;
import dev.hourglass.plan.PointwiseOp.Multiply;
import dev.hourglass.plan.PointwiseOp.Scale;

/** Ops that work element by element. */
final class PointwiseLoops {

    private PointwiseLoops() {
    }

    static Kernel bind(PointwiseOp op, ReferenceMemory memory) {
        return switch (op) {
            case AddBias o -> addBias(o, memory);
            case BiasGradient o -> biasGradient(o, memory);
            case Activate o -> activate(o, memory);
            case ActivateGradient o -> activateGradient(o, memory);
            case AddScaled o -> addScaled(o, memory);
            case Scale o -> scale(o, memory);
            case Multiply o -> multiply(o, memory);
        };
    }

    private static Kernel addBias(AddBias op, ReferenceMemory memory) {
        Place in = memory.at(op.in());
        Place bias = memory.at(op.bias());
        Place out = memory.at(op.out());
        int channels = bias.length;
        return Kernel.each(in.length / channels, channels, (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int c = 0; c < channels; c++) {
                    out.set(row * channels + c, in.at(row * channels + c) + bias.at(c));
                }
            }
        });
    }

    private static Kernel biasGradient(BiasGradient op, ReferenceMemory memory) {
        Place outGradient = memory.at(op.outGradient());
        Place biasGradient = memory.at(op.biasGradient());
        int channels = biasGradient.length;
        return Kernel.whole(() -> {
            biasGradient.beginSums(0, channels, op.write());
            for (int start = 0; start < outGradient.length; start += channels) {
                for (int c = 0; c < channels; c++) {
                    biasGradient.sum(c, outGradient.at(start + c));
                }
            }
            biasGradient.endSums(0, channels);
        });
    }

    private static Kernel activate(Activate op, ReferenceMemory memory) {
        var function = Activations.value(op.function());
        Place in = memory.at(op.in());
        Place out = memory.at(op.out());
        return Kernel.each(in.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.set(i, function.applyAsDouble(in.at(i)));
            }
        });
    }

    private static Kernel activateGradient(ActivateGradient op, ReferenceMemory memory) {
        var derivative = Activations.derivative(op.function());
        Place saved = memory.at(op.saved());
        Place outGradient = memory.at(op.outGradient());
        Place inGradient = memory.at(op.inGradient());
        return Kernel.each(saved.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                inGradient.set(i, derivative.applyAsDouble(saved.at(i)) * outGradient.at(i), op.write());
            }
        });
    }

    private static Kernel addScaled(AddScaled op, ReferenceMemory memory) {
        Place a = memory.at(op.a());
        Place b = memory.at(op.b());
        Place out = memory.at(op.out());
        return Kernel.each(out.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.set(i, a.at(i) + op.scale() * b.at(i));
            }
        });
    }

    private static Kernel scale(Scale op, ReferenceMemory memory) {
        Place in = memory.at(op.in());
        Place out = memory.at(op.out());
        return Kernel.each(out.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.set(i, op.factor() * in.at(i), op.write());
            }
        });
    }

    private static Kernel multiply(Multiply op, ReferenceMemory memory) {
        Place a = memory.at(op.a());
        Place b = memory.at(op.b());
        Place out = memory.at(op.out());
        return Kernel.each(out.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.set(i, a.at(i) * b.at(i), op.write());
            }
        });
    }
}
