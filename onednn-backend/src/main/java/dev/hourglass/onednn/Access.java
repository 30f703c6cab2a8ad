package dev.hourglass.onednn;

import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How an op can be done some rows of a batch at a time.
 *
 * @param n     rows of the batch
 * @param read  slots of which row i is needed for row i of the result
 * @param write slots whose row i is written
 * @param whole slots that every row needs wholly
 * @param sums  slots that sums over the rows go to
 */
record Access(int n, List<Slot> read, List<Slot> write, List<Slot> whole, List<Slot> sums) {

    /** Draws come four at a time, so parts of a fill start at multiples of four. */
    private static final int DRAWS = 4;

    /** Empty when all rows are needed at once. */
    static Optional<Access> of(Op op) {
        return switch (op) {
            case MatrixOp o -> matrix(o);
            case ConvOp o -> Optional.of(convolution(o));
            case PoolOp o -> Optional.of(pool(o));
            case PointwiseOp o -> pointwise(o);
            case NormOp o -> norm(o);
            case RandomOp o -> random(o);
            case LossOp o -> Optional.of(loss(o));
            case MemoryOp o -> memory(o);
            case UpdateOp o -> Optional.empty();
        };
    }

    private static Access rows(int n, List<Slot> read, Slot written, Slot... whole) {
        return new Access(n, read, List.of(written), List.of(whole), List.of());
    }

    private static Access sum(int n, List<Slot> read, Slot sum) {
        return new Access(n, read, List.of(), List.of(), List.of(sum));
    }

    private static Optional<Access> matrix(MatrixOp op) {
        return switch (op) {
            case MatrixOp.Gemm o when o.aLayout() == Layout.PLAIN ->
                Optional.of(rows(o.m(), List.of(o.a()), o.out(), o.b()));
            case MatrixOp.Gemm o when o.bLayout() == Layout.PLAIN ->
                Optional.of(sum(o.k(), List.of(o.a(), o.b()), o.out()));
            case MatrixOp.Gemm o -> Optional.empty();
        };
    }

    private static Access convolution(ConvOp op) {
        int n = op.geometry().n();
        return switch (op) {
            case ConvOp.Convolve o -> rows(n, List.of(o.large()), o.small(), o.filter());
            case ConvOp.ConvolveAdjoint o -> rows(n, List.of(o.small()), o.large(), o.filter());
            case ConvOp.FilterGradient o -> sum(n, List.of(o.large(), o.small()), o.filter());
        };
    }

    private static Access pool(PoolOp op) {
        return switch (op) {
            case PoolOp.Pool o -> rows(o.geometry().n(), List.of(o.large()), o.small());
            case PoolOp.PoolGradient o ->
                rows(o.geometry().n(), List.of(o.large(), o.smallGradient()), o.largeGradient());
            case PoolOp.Upsample o -> rows(extent(o.small()), List.of(o.small()), o.large());
            case PoolOp.UpsampleGradient o ->
                rows(extent(o.smallGradient()), List.of(o.largeGradient()), o.smallGradient());
        };
    }

    private static Optional<Access> pointwise(PointwiseOp op) {
        return switch (op) {
            case PointwiseOp.AddBias o -> channels(o.in(), o.bias())
                    ? Optional.of(rows(extent(o.in()), List.of(o.in()), o.out(), o.bias()))
                    : Optional.empty();
            case PointwiseOp.BiasGradient o -> channels(o.outGradient(), o.biasGradient())
                    ? Optional.of(sum(extent(o.outGradient()), List.of(o.outGradient()), o.biasGradient()))
                    : Optional.empty();
            case PointwiseOp.Activate o -> elementwise(o.out(), o.in());
            case PointwiseOp.ActivateGradient o -> elementwise(o.inGradient(), o.saved(), o.outGradient());
            case PointwiseOp.AddScaled o -> elementwise(o.out(), o.a(), o.b());
            case PointwiseOp.Scale o -> elementwise(o.out(), o.in());
            case PointwiseOp.Multiply o -> elementwise(o.out(), o.a(), o.b());
        };
    }

    private static Optional<Access> elementwise(Slot out, Slot... inputs) {
        return Optional.of(rows(extent(out), Arrays.asList(inputs), out));
    }

    /** Whether each row of an image holds whole pixels. */
    private static boolean channels(Slot image, Slot perChannel) {
        return image.elements() / extent(image) % perChannel.elements() == 0;
    }

    private static Optional<Access> norm(NormOp op) {
        return switch (op) {
            case NormOp.BatchNorm o -> Optional.empty();
            case NormOp.BatchNormInference o -> channels(o.in(), o.affine().gamma())
                    ? Optional.of(rows(extent(o.in()), List.of(o.in()), o.out(), o.affine().gamma(),
                            o.affine().beta(), o.running().mean(), o.running().variance()))
                    : Optional.empty();
            case NormOp.BatchNormGradient o -> Optional.empty();
        };
    }

    private static Optional<Access> random(RandomOp op) {
        return switch (op) {
            case RandomOp.Noise o -> o.out().elements() / extent(o.out()) % DRAWS == 0
                    ? Optional.of(rows(extent(o.out()), List.of(), o.out(), o.tick()))
                    : Optional.empty();
        };
    }

    private static Access loss(LossOp op) {
        return switch (op) {
            case LossOp.SampleLoss o ->
                rows(extent(o.prediction()), List.of(o.prediction(), o.target()), o.losses());
            case LossOp.LossGradient o ->
                rows(extent(o.prediction()), List.of(o.prediction(), o.target()), o.gradient(), o.weights());
            case LossOp.WeightedSum o ->
                sum(o.values().elements(), List.of(o.values(), o.weights()), o.totals());
        };
    }

    private static Optional<Access> memory(MemoryOp op) {
        return switch (op) {
            case MemoryOp.Fill o -> elementwise(o.out());
            case MemoryOp.Copy o -> elementwise(o.out(), o.in());
            case MemoryOp.Gather o ->
                Optional.of(rows(extent(o.out()), List.of(o.indices()), o.out(), o.table()));
            case MemoryOp.Pad o -> elementwise(o.outer(), o.inner());
            case MemoryOp.Crop o -> elementwise(o.inner(), o.outer());
            case MemoryOp.ChannelCopy o -> channelCopy(o);
        };
    }

    private static Optional<Access> channelCopy(MemoryOp.ChannelCopy op) {
        int n = extent(op.source());
        boolean pixels = op.source().shape().rank() > 1 && extent(op.destination()) == n;
        return pixels ? Optional.of(rows(n, List.of(op.source()), op.destination())) : Optional.empty();
    }

    /** First extent; 1 for a scalar. */
    private static int extent(Slot slot) {
        return slot.shape().rank() == 0 ? 1 : slot.shape().extent(0);
    }
}
