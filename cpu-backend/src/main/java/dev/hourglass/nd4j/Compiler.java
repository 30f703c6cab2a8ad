package dev.hourglass.nd4j;

import dev.hourglass.loops.UpdateKernels;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.ConvOp.FilterGradient;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp;
import java.util.List;

/** Turns ops into kernels, neighbours into one kernel where that saves a pass over memory. */
final class Compiler {
    private final Binding binding;
    private final MatrixKernels matrices;
    private final ConvKernels convolutions;
    private final PoolKernels pools;
    private final PointwiseKernels pointwise;
    private final NormKernels norms;
    private final RandomKernels random;
    private final LossKernels losses;
    private final UpdateKernels updates;
    private final MemoryKernels moves;

    Compiler(Binding binding) {
        this.binding = binding;
        matrices = new MatrixKernels(binding);
        convolutions = new ConvKernels(binding);
        pools = new PoolKernels(binding);
        pointwise = new PointwiseKernels(binding);
        norms = new NormKernels(binding);
        random = new RandomKernels(binding);
        losses = new LossKernels(binding);
        updates = new UpdateKernels(binding);
        moves = new MemoryKernels(binding);
    }

    void bind(List<Op> ops) {
        for (int i = 0; i < ops.size(); i++) {
            if (i + 1 < ops.size() && fused(ops.get(i), ops.get(i + 1))) {
                i++;
            } else {
                bind(ops.get(i));
            }
        }
    }

    private void bind(Op op) {
        switch (op) {
            case MatrixOp o -> matrices.bind(o);
            case ConvOp o -> convolutions.bind(o);
            case PoolOp o -> pools.bind(o);
            case PointwiseOp o -> pointwise.bind(o);
            case NormOp o -> norms.bind(o);
            case RandomOp o -> random.bind(o);
            case LossOp o -> losses.bind(o);
            case UpdateOp o -> updates.bind(o);
            case MemoryOp o -> moves.bind(o);
        }
    }

    /**
     * Binds two neighbours as one, if they can be. What the first leaves to the second alone is not written,
     * so both must work in one place: nobody else can read it then.
     */
    private boolean fused(Op first, Op second) {
        if (first instanceof Convolve conv && second instanceof AddBias bias
                && inPlace(conv.small(), bias.in())
                && inPlace(bias.in(), bias.out()) && ConvKernels.addsBias(conv)) {
            convolutions.bindWithBias(conv, bias);
            return true;
        }
        if (first instanceof AddBias bias && second instanceof Activate activate
                && inPlace(bias.in(), bias.out())
                && inPlace(bias.out(), activate.in()) && inPlace(activate.in(), activate.out())) {
            pointwise.bindBiasAndActivation(bias, activate);
            return true;
        }
        if (first instanceof FilterGradient filter && second instanceof ConvolveAdjoint data
                && convolutions.pairs(filter, data)) {
            convolutions.bindPair(filter, data);
            return true;
        }
        return false;
    }

    private boolean inPlace(Slot a, Slot b) {
        return binding.place(a).address() == binding.place(b).address() && a.elements() == b.elements();
    }
}
