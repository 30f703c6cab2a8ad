package dev.hourglass.onednn;

import dev.hourglass.loops.UpdateKernels;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.Write;
import java.util.List;
import java.util.Optional;

/** Binds ops: stretches tile by tile, what needs all rows at once by itself. */
final class Compiler {
    private final Binding binding;
    private final List<Op> ops;

    Compiler(Binding binding, List<Op> ops) {
        this.binding = binding;
        this.ops = ops;
    }

    void bind(OneDnnMemory memory) {
        for (Stretch stretch : new Stretches(ops, memory).all()) {
            if (stretch.rows() == 0) {
                bindWhole(stretch.ops().getFirst());
            } else {
                bind(stretch);
            }
        }
    }

    private void bind(Stretch stretch) {
        var stage = binding.stage(stretch);
        var part = stretch.ops();
        for (int i = 0; i < part.size(); i++) {
            i += bind(part.subList(i, part.size()), stage) - 1;
        }
        binding.add(stage);
    }

    /** Binds the first of some ops, and those after it that can be done with it; returns how many. */
    private int bind(List<Op> next, Stage stage) {
        var finish = finish(next, stage);
        if (finish.isPresent()) {
            switch (next.getFirst()) {
                case MatrixOp.Gemm o -> new MatrixKernels(binding).bind(o, finish.get(), stage);
                case ConvOp.Convolve o -> new ConvKernels(binding).bind(o, finish.get(), stage);
                case ConvOp.ConvolveAdjoint o -> new ConvKernels(binding).bind(o, finish.get(), stage);
                default -> throw new IllegalStateException("no product: " + next.getFirst());
            }
            return finish.get().function() instanceof Activation.Identity ? 2 : 3;
        }
        var rectified = RectifiedPool.of(next, stage, (written, read) -> passes(written, read, stage));
        if (rectified.isPresent()) {
            new PoolKernels(binding, stage).bind(rectified.get());
            return rectified.get().ops();
        }
        bindAlone(next.getFirst(), stage);
        return 1;
    }

    /**
     * The bias and the function that follow a product, when nobody else sees what is between; the function is
     * the identity when only a bias follows.
     */
    private Optional<Finish> finish(List<Op> next, Stage stage) {
        Optional<Slot> product = switch (next.getFirst()) {
            case MatrixOp.Gemm o when o.write() == Write.SET
                    && o.aLayout() == MatrixOp.Layout.PLAIN ->
                Optional.of(o.out());
            case ConvOp.Convolve o when o.write() == Write.SET -> Optional.of(o.small());
            case ConvOp.ConvolveAdjoint o when o.write() == Write.SET -> Optional.of(o.large());
            default -> Optional.empty();
        };
        if (product.isEmpty() || next.size() < 2 || !(next.get(1) instanceof PointwiseOp.AddBias add)
                || !passes(product.get(), add.in(), stage)
                || add.bias().elements() != columns(next.getFirst(), product.get())) {
            return Optional.empty();
        }
        if (next.size() > 2 && next.get(2) instanceof PointwiseOp.Activate activate
                && !(activate.function() instanceof Activation.Identity)
                && passes(add.out(), activate.in(), stage)) {
            return Optional.of(new Finish(Optional.of(add.bias()), activate.function(), activate.out(),
                    Write.SET));
        }
        return Optional
                .of(new Finish(Optional.of(add.bias()), new Activation.Identity(), add.out(), Write.SET));
    }

    private static int columns(Op op, Slot product) {
        return op instanceof MatrixOp.Gemm gemm ? gemm.n() : product.shape().extent(-1);
    }

    /** Whether a slot is private and goes from the op that writes it to the one that reads it, no further. */
    private boolean passes(Slot written, Slot read, Stage stage) {
        return stage.isPrivate(written) && written.root() == read.root()
                && ops.stream().filter(op -> op.reads().stream().anyMatch(written::overlaps)).count() == 1
                && ops.stream().filter(op -> op.writes().stream().anyMatch(written::overlaps)).count() == 1;
    }

    private void bindAlone(Op op, Stage stage) {
        switch (op) {
            case MatrixOp o -> new MatrixKernels(binding).bind(o, stage);
            case ConvOp o -> new ConvKernels(binding).bind(o, stage);
            case PoolOp o -> new PoolKernels(binding, stage).bind(o);
            case PointwiseOp o -> new PointwiseKernels(binding).bind(o, stage);
            case NormOp o -> new NormKernels(binding).bind(o, stage);
            case RandomOp o -> RandomKernels.bind(o, stage);
            case LossOp o -> LossKernels.bind(o, stage);
            case MemoryOp o -> MemoryKernels.bind(o, stage);
            case UpdateOp o -> new UpdateKernels(binding).bind(o);
        }
    }

    /** Ops that need all rows at once, or whose slots are not made of rows. */
    private void bindWhole(Op op) {
        switch (op) {
            case MatrixOp.Gemm o -> new MatrixKernels(binding).whole(o);
            case NormOp o -> new NormKernels(binding).bind(o);
            case UpdateOp o -> new UpdateKernels(binding).bind(o);
            case PointwiseOp.AddBias(var in, var bias, var out) ->
                binding.alone(new BiasKernel(binding.place(in), binding.place(bias), binding.place(out),
                        new Activation.Identity()));
            case PointwiseOp.BiasGradient o -> binding.alone(ColumnSums.whole(o, binding));
            case RandomOp.Noise o -> binding.alone(
                    RandomKernels.fill(o, binding.place(o.tick()), binding.place(o.out()), 0));
            case MemoryOp.ChannelCopy o -> binding.alone(
                    MemoryKernels.channelCopy(o, binding.place(o.source()), binding.place(o.destination())));
            case ConvOp o -> throw rows(o);
            case PoolOp o -> throw rows(o);
            case PointwiseOp o -> throw rows(o);
            case LossOp o -> throw rows(o);
            case MemoryOp o -> throw rows(o);
        }
    }

    private static IllegalStateException rows(Op op) {
        return new IllegalStateException("is made of rows: " + op);
    }
}
