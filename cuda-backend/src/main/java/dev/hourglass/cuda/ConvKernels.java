package dev.hourglass.cuda;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.ConvOp.FilterGradient;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.Slot;
import java.util.Optional;

/**
 * Convolutions: by cuDNN, and by kernels of our own where an image has one channel (nothing for cuDNN's tiles
 * to hold on to), where cuDNN has no algorithm for the geometry, and where a slot lies at an address that it
 * does not take.
 */
final class ConvKernels {
    private static final long CUDNN_ALIGNMENT = 16;
    private static final int FILTER_BLOCK = 128;
    private static final int MOST_PARTS = 256;
    private static final long PARTIAL_BYTES = 16L << 20;

    private ConvKernels() {
    }

    static void bind(ConvOp op, Binding b) {
        Optional<ConvPlan> plan = plan(op, b);
        if (plan.isPresent()) {
            switch (op) {
                case Convolve o -> plan.get().bind(b, o.large(), o.filter(), o.small(), o.write());
                case ConvolveAdjoint o -> plan.get().bind(b, o.large(), o.filter(), o.small(), o.write());
                case FilterGradient o -> plan.get().bind(b, o.large(), o.filter(), o.small(), o.write());
            }
            return;
        }
        switch (op) {
            case Convolve o -> geometry(b.call(Kernel.CONVOLVE), o.geometry()).slot(o.large())
                    .slot(o.filter()).slot(o.small()).integer(o.small().elements()).write(o.write())
                    .each(o.small().elements());
            case ConvolveAdjoint o -> geometry(b.call(Kernel.CONVOLVE_ADJOINT), o.geometry())
                    .slot(o.small()).slot(o.filter()).slot(o.large()).integer(o.large().elements())
                    .write(o.write()).each(o.large().elements());
            case FilterGradient o -> filterGradient(o, b);
        }
    }

    /** By a kernel of our own, with bias and activation in the same pass; the product itself is not kept. */
    static void bind(Convolve op, AddBias bias, Activate activate, Slot sum, Binding b) {
        var call = geometry(b.call(Kernel.CONVOLVE_BIAS_ACTIVATE), op.geometry()).slot(op.large())
                .slot(op.filter());
        Functions.pass(call, activate.function()).slot(bias.bias()).slot(sum).slot(activate.out())
                .rounding(b.isNarrow(op.small())).rounding(b.isNarrow(bias.out()))
                .integer(op.small().elements()).each(op.small().elements());
    }

    /** Whether it is done by a kernel of our own. */
    static boolean isOwn(ConvOp op, Binding b) {
        return plan(op, b).isEmpty();
    }

    private static Optional<ConvPlan> plan(ConvOp op, Binding b) {
        return suitsCudnn(op, b) ? b.convolutions().plan(kind(op), op.geometry()) : Optional.empty();
    }

    private static ConvPlan.Kind kind(ConvOp op) {
        return switch (op) {
            case Convolve o -> ConvPlan.Kind.FORWARD;
            case ConvolveAdjoint o -> ConvPlan.Kind.DATA;
            case FilterGradient o -> ConvPlan.Kind.FILTER;
        };
    }

    private static boolean suitsCudnn(ConvOp op, Binding b) {
        var g = op.geometry();
        boolean oneChannel = g.large().c() == g.groups() || g.small().c() == g.groups();
        return !oneChannel && op.reads().stream().allMatch(slot -> isAligned(slot, b))
                && op.writes().stream().allMatch(slot -> isAligned(slot, b));
    }

    private static boolean isAligned(Slot slot, Binding b) {
        return b.at(slot) % CUDNN_ALIGNMENT == 0;
    }

    /** Parts of the batch in one launch, and their sums in a second one. */
    private static void filterGradient(FilterGradient op, Binding b) {
        var g = op.geometry();
        int elements = op.filter().elements();
        int rows = g.n() * g.small().h();
        int most = Math.clamp(PARTIAL_BYTES / ((long) elements * Double.BYTES), 1,
                Math.min(rows, MOST_PARTS));
        int perPart = (rows + most - 1) / most;
        int parts = (rows + perPart - 1) / perPart;
        long bytes = (long) parts * elements * Double.BYTES;
        geometry(b.call(Kernel.FILTER_GRADIENT), g).slot(op.large()).slot(op.small()).scratch(0, bytes)
                .integer(elements).integer(perPart)
                .grid((elements + FILTER_BLOCK - 1) / FILTER_BLOCK, parts, FILTER_BLOCK);
        b.call(Kernel.TOTAL).scratch(0, bytes).integer(parts).integer(elements).slot(op.filter())
                .integer(elements).write(op.write()).slices(elements);
    }

    private static KernelCall geometry(KernelCall call, ConvGeometry g) {
        var w = g.window();
        return call.structure(g.n(), g.large().h(), g.large().w(), g.large().c(), g.small().h(),
                g.small().w(), g.small().c(), w.kernel().h(), w.kernel().w(), w.stride().h(), w.stride().w(),
                w.pad().h(), w.pad().w(), w.dilation().h(), w.dilation().w(), g.groups());
    }
}
