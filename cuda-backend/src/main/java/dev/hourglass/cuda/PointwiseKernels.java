package dev.hourglass.cuda;

import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.PointwiseOp.AddScaled;
import dev.hourglass.plan.PointwiseOp.BiasGradient;
import dev.hourglass.plan.PointwiseOp.Multiply;
import dev.hourglass.plan.PointwiseOp.Scale;
import dev.hourglass.plan.Slot;

/** Ops that work element by element. */
final class PointwiseKernels {

    private PointwiseKernels() {
    }

    static void bind(PointwiseOp op, Binding b) {
        int n = op.writes().getFirst().elements();
        switch (op) {
            case AddBias o -> b.call(Kernel.ADD_BIAS).slot(o.in()).slot(o.bias()).slot(o.out()).integer(n)
                    .integer(o.bias().elements()).each(n);
            case BiasGradient o -> biasGradient(o, b);
            case Activate o -> Functions.pass(b.call(Kernel.ACTIVATE), o.function()).slot(o.in())
                    .slot(o.out()).integer(n).each(n);
            case ActivateGradient o -> Functions.pass(b.call(Kernel.ACTIVATE_GRADIENT), o.function())
                    .slot(o.saved()).slot(o.outGradient()).slot(o.inGradient()).integer(n).write(o.write())
                    .each(n);
            case AddScaled o -> b.call(Kernel.ADD_SCALED).slot(o.a()).slot(o.b()).real(o.scale())
                    .slot(o.out()).integer(n).each(n);
            case Scale o -> b.call(Kernel.SCALE).slot(o.in()).real(o.factor()).slot(o.out()).integer(n)
                    .write(o.write()).each(n);
            case Multiply o -> b.call(Kernel.MULTIPLY).slot(o.a()).slot(o.b()).slot(o.out()).integer(n)
                    .write(o.write()).each(n);
        }
    }

    /**
     * Both in one pass. The sum is written too, before the result.
     */
    static void bind(AddBias bias, Activate activate, Slot sum, Binding b) {
        int n = bias.out().elements();
        Functions.pass(b.call(Kernel.BIAS_ACTIVATE), activate.function()).slot(bias.in()).slot(bias.bias())
                .slot(sum).slot(activate.out()).rounding(b.isNarrow(bias.out())).integer(n)
                .integer(bias.bias().elements()).each(n);
    }

    /** Both in one pass: the bias gradient is the sum of what the other op has just written. */
    static void bind(ActivateGradient gradient, BiasGradient bias, Binding b) {
        var sums = ChannelSums.over(gradient.inGradient().elements(), bias.biasGradient().elements());
        sums.enqueue(b, gradient);
        total(sums, bias, b);
    }

    private static void biasGradient(BiasGradient op, Binding b) {
        var sums = ChannelSums.over(op.outGradient().elements(), op.biasGradient().elements());
        sums.enqueue(b, op.outGradient());
        total(sums, op, b);
    }

    private static void total(ChannelSums sums, BiasGradient op, Binding b) {
        int channels = sums.channels();
        b.call(Kernel.TOTAL).scratch(0, sums.bytes()).integer(sums.blocks()).integer(2 * channels)
                .slot(op.biasGradient()).integer(channels).write(op.write()).slices(channels);
    }
}
