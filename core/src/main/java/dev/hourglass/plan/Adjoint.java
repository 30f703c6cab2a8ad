package dev.hourglass.plan;

import dev.hourglass.plan.MatrixOp.Layout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a list of ops backwards: one case per differentiable record. Gradients are only computed towards
 * parameters; a slot that no parameter influences gets none. The first contribution to a gradient replaces
 * what was in its place, later ones are added, so nothing needs clearing.
 */
final class Adjoint {

    /** Slots that are views of each other share one gradient. */
    private record Place(int root, int offset) {
        static Place of(Slot slot) {
            return new Place(slot.root(), slot.offset());
        }
    }

    private final RoutineBuilder routine;
    private final Map<Place, Slot> gradients = new HashMap<>();
    private final Set<Place> wanted = new HashSet<>();

    Adjoint(RoutineBuilder routine, Slot output, Slot outputGradient) {
        this.routine = routine;
        gradients.put(Place.of(output), outputGradient);
    }

    void run(List<Op> forward) {
        for (Op op : forward) {
            if (op instanceof Differentiable && op.reads().stream().anyMatch(this::isWanted)) {
                op.writes().forEach(slot -> wanted.add(Place.of(slot)));
            }
        }
        for (Op op : forward.reversed()) {
            if (op instanceof Differentiable differentiable) {
                Slot out = op.writes().getFirst();
                if (isWanted(out) && gradients.containsKey(Place.of(out))) {
                    backward(differentiable, gradient(out));
                }
            }
        }
    }

    private void backward(Differentiable op, Slot dOut) {
        switch (op) {
            case MatrixOp.Gemm gemm -> gemm(gemm, dOut);
            case ConvOp.Convolve(var g, var large, var filter, var small, var ignored) -> {
                into(filter, (d, write) -> new ConvOp.FilterGradient(g, large, dOut, d, write));
                into(large, (d, write) -> new ConvOp.ConvolveAdjoint(g, dOut, filter, d, write));
            }
            case ConvOp.ConvolveAdjoint(var g, var small, var filter, var large, var ignored) -> {
                into(filter, (d, write) -> new ConvOp.FilterGradient(g, dOut, small, d, write));
                into(small, (d, write) -> new ConvOp.Convolve(g, dOut, filter, d, write));
            }
            case PoolOp.Pool(var kind, var g, var large, var small) ->
                into(large, (d, write) -> new PoolOp.PoolGradient(kind, g, large, dOut, d, write));
            case PoolOp.Upsample(var factor, var small, var large) ->
                into(small, (d, write) -> new PoolOp.UpsampleGradient(factor, dOut, d, write));
            case PointwiseOp.AddBias(var in, var bias, var out) -> {
                into(bias, (d, write) -> new PointwiseOp.BiasGradient(dOut, d, write));
                pass(in, dOut);
            }
            case PointwiseOp.Activate activate ->
                into(activate.in(), (d, write) -> new PointwiseOp.ActivateGradient(activate.function(),
                        activate.saved(), dOut, d, write));
            case PointwiseOp.AddScaled(var a, var b, var scale, var out) -> {
                into(b, (d, write) -> new PointwiseOp.Scale(dOut, scale, d, write));
                pass(a, dOut);
            }
            case PointwiseOp.Scale(var in, var factor, var out, var ignored) ->
                into(in, (d, write) -> new PointwiseOp.Scale(dOut, factor, d, write));
            case PointwiseOp.Multiply(var a, var b, var out, var ignored) -> {
                into(a, (d, write) -> new PointwiseOp.Multiply(dOut, b, d, write));
                into(b, (d, write) -> new PointwiseOp.Multiply(dOut, a, d, write));
            }
            case NormOp.BatchNorm norm -> batchNorm(norm, dOut);
            case MemoryOp.Copy(var in, var out, var write) -> {
                if (write == Write.SET) {
                    pass(in, dOut);
                } else {
                    // What was added to has the same gradient, so this one needs a place of its own.
                    into(in, (d, first) -> new MemoryOp.Copy(dOut, d, first));
                }
            }
            case MemoryOp.Pad(var border, var inner, var outer, var ignored) ->
                into(inner, (d, write) -> new MemoryOp.Crop(border, dOut, d, write));
            case MemoryOp.Crop(var border, var outer, var inner, var ignored) ->
                into(outer, (d, write) -> new MemoryOp.Pad(border, dOut, d, write));
            case MemoryOp.ChannelCopy(var span, var source, var destination, var ignored) -> {
                if (span.channels() < source.shape().extent(-1)) {
                    clearUnlessWritten(source);
                }
                into(source, (d, write) -> new MemoryOp.ChannelCopy(span.reversed(), dOut, d, write));
            }
        }
    }

    /**
     * With A = op(a), B = op(b) and O = A·B: dA = dO·Bᵀ and dB = Aᵀ·dO, each written in the layout its slot
     * has.
     */
    private void gemm(MatrixOp.Gemm op, Slot dOut) {
        Slot a = op.a();
        Slot b = op.b();
        into(b, (d, write) -> op.bLayout() == Layout.PLAIN
                ? new MatrixOp.Gemm(a, op.aLayout().flipped(), dOut, Layout.PLAIN, d, write)
                : new MatrixOp.Gemm(dOut, Layout.TRANSPOSED, a, op.aLayout(), d, write));
        into(a, (d, write) -> op.aLayout() == Layout.PLAIN
                ? new MatrixOp.Gemm(dOut, Layout.PLAIN, b, op.bLayout().flipped(), d, write)
                : new MatrixOp.Gemm(b, op.bLayout(), dOut, Layout.TRANSPOSED, d, write));
    }

    /**
     * The op writes three gradients in one way, so either none of them has been written yet or all are
     * cleared.
     */
    private void batchNorm(NormOp.BatchNorm op, Slot dOut) {
        var in = op.in();
        var gamma = op.affine().gamma();
        var beta = op.affine().beta();
        var inputs = List.of(in, gamma, beta);
        Write write = Write.SET;
        if (inputs.stream().anyMatch(slot -> gradients.containsKey(Place.of(slot)))) {
            inputs.forEach(this::clearUnlessWritten);
            write = Write.ADD;
        }
        routine.add(new NormOp.BatchNormGradient(in, dOut, gamma, op.saved(), claim(in),
                new NormOp.Affine(claim(gamma), claim(beta)), write));
    }

    private interface Contribution {
        Op op(Slot gradient, Write write);
    }

    /** Emits a contribution to the gradient of a slot, unless nobody wants it. */
    private void into(Slot slot, Contribution contribution) {
        if (isWanted(slot)) {
            Write write = gradients.containsKey(Place.of(slot)) ? Write.ADD : Write.SET;
            routine.add(contribution.op(claim(slot), write));
        }
    }

    /**
     * The gradient goes through unchanged. It keeps its place when it is the first contribution: nobody else
     * reads it.
     */
    private void pass(Slot in, Slot dOut) {
        if (!isWanted(in)) {
            return;
        }
        if (in.role() == Role.PARAMETER || gradients.containsKey(Place.of(in))) {
            into(in, (d, write) -> new MemoryOp.Copy(dOut, d, write));
        } else {
            gradients.put(Place.of(in), dOut);
        }
    }

    private void clearUnlessWritten(Slot slot) {
        if (isWanted(slot) && !gradients.containsKey(Place.of(slot))) {
            routine.add(new MemoryOp.Fill(0, claim(slot)));
        }
    }

    private boolean isWanted(Slot slot) {
        return slot.role() == Role.PARAMETER || wanted.contains(Place.of(slot));
    }

    /** The gradient of a slot in the slot's shape, made when it does not exist yet. */
    private Slot claim(Slot slot) {
        gradients.computeIfAbsent(Place.of(slot), place -> slot.role() == Role.PARAMETER
                ? routine.program().parameterGradient(slot)
                : routine.activation("∂" + slot.name(), slot.shape()));
        return gradient(slot);
    }

    private Slot gradient(Slot slot) {
        return routine.view(gradients.get(Place.of(slot)), slot.shape());
    }
}
