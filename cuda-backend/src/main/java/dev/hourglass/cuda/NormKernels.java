package dev.hourglass.cuda;

import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.NormOp.BatchNorm;
import dev.hourglass.plan.NormOp.BatchNormGradient;
import dev.hourglass.plan.NormOp.BatchNormInference;
import dev.hourglass.plan.Slot;

/** Batch normalisation. The variance is taken about the mean, in a second pass over the values. */
final class NormKernels {

    private NormKernels() {
    }

    static void bind(NormOp op, Binding b) {
        switch (op) {
            case BatchNorm o -> train(o, b);
            case BatchNormInference o -> infer(o, b);
            case BatchNormGradient o -> gradient(o, b);
        }
    }

    private static void train(BatchNorm op, Binding b) {
        Slot in = op.in();
        Slot mean = op.saved().mean();
        Slot inverse = op.saved().inverseDeviation();
        int channels = mean.elements();
        var sums = ChannelSums.over(in.elements(), channels);
        sums.enqueue(b, in);
        b.call(Kernel.NORM_MEAN).scratch(0, sums.bytes()).integer(sums.blocks()).integer(channels)
                .integer(sums.rows()).slot(mean).slices(channels);
        sums.enqueue(b, ChannelSums.What.DEVIATION, in, in, mean, mean);
        b.call(Kernel.NORM_VARIANCE).scratch(0, sums.bytes()).integer(sums.blocks()).integer(channels)
                .integer(sums.rows()).real(op.settings().epsilon()).real(op.settings().momentum()).slot(mean)
                .slot(inverse).slot(op.running().mean()).slot(op.running().variance()).slices(channels);
        b.call(Kernel.NORM_APPLY).slot(in).slot(mean).slot(inverse).slot(op.affine().gamma())
                .slot(op.affine().beta()).slot(op.out()).integer(in.elements()).integer(channels)
                .each(in.elements());
    }

    private static void infer(BatchNormInference op, Binding b) {
        int n = op.in().elements();
        b.call(Kernel.NORM_INFER).slot(op.in()).slot(op.running().mean()).slot(op.running().variance())
                .real(op.settings().epsilon()).slot(op.affine().gamma()).slot(op.affine().beta())
                .slot(op.out()).integer(n).integer(op.affine().gamma().elements()).each(n);
    }

    private static void gradient(BatchNormGradient op, Binding b) {
        Slot mean = op.saved().mean();
        Slot inverse = op.saved().inverseDeviation();
        int channels = mean.elements();
        int n = op.in().elements();
        var sums = ChannelSums.over(n, channels);
        long totals = 2L * channels * Float.BYTES;
        sums.enqueue(b, ChannelSums.What.NORM_GRADIENT, op.outGradient(), op.in(), mean, inverse);
        b.call(Kernel.NORM_TOTALS).scratch(0, sums.bytes()).integer(sums.blocks()).integer(channels)
                .integer(sums.rows()).slot(op.gradient().gamma()).slot(op.gradient().beta())
                .scratch(sums.bytes(), totals).write(op.write()).slices(channels);
        b.call(Kernel.NORM_GRADIENT).slot(op.in()).slot(op.outGradient()).slot(op.gamma()).slot(mean)
                .slot(inverse).scratch(sums.bytes(), totals).slot(op.inGradient()).integer(n)
                .integer(channels).write(op.write()).each(n);
    }
}
