package dev.hourglass.cuda;

import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Which slots of a routine lie in memory as bfloat16, narrow for short: in MIXED those that live and die
 * within it. A narrow root begins where the plan puts it and takes half of its place.
 *
 * <p>Wide are what the host or another routine sees, and what is summed up or drawn: parameters, statistics,
 * losses, noise. An op that may put its result where an input lies needs both of the same width.
 */
final class Storage {
    /** Of a narrow element. */
    static final int NARROW_BYTES = Short.BYTES;

    private final Set<Integer> narrow = new HashSet<>();

    private Storage() {
    }

    /** Everything as the plan has it. */
    static Storage wide() {
        return new Storage();
    }

    /**
     * Of a routine in MIXED.
     *
     * @param places where its slots would lie if they were wide
     */
    static Storage mixed(List<Op> ops, ToLongFunction<Slot> places) {
        var uses = new HashMap<Integer, Use>();
        for (Op op : ops) {
            var mayBeNarrow = Set.copyOf(mayBeNarrow(op));
            op.reads().forEach(slot -> use(uses, slot, places).read(mayBeNarrow.contains(slot)));
            op.writes().forEach(slot -> use(uses, slot, places).write(mayBeNarrow.contains(slot)));
        }
        var storage = new Storage();
        uses.forEach((root, use) -> {
            if (use.isNarrow()) {
                storage.narrow.add(root);
            }
        });
        boolean changed = true;
        while (changed) {
            changed = ops.stream().filter(op -> storage.widen(op, uses)).count() > 0;
        }
        return storage;
    }

    boolean isNarrow(Slot slot) {
        return narrow.contains(slot.root());
    }

    /** What happens to a root in the course of a routine. */
    private static final class Use {
        private final long begin;
        private long end;
        private boolean isOwn = true;
        private boolean isFresh = true;
        private boolean endsRead;

        Use(long begin) {
            this.begin = begin;
            this.end = begin;
        }

        void read(boolean mayBeNarrow) {
            // What is read first comes from outside.
            isOwn &= mayBeNarrow && !isFresh;
            isFresh = false;
            endsRead = true;
        }

        void write(boolean mayBeNarrow) {
            isOwn &= mayBeNarrow;
            isFresh = false;
            endsRead = false;
        }

        /** What nobody reads in the end is perhaps wanted outside. */
        boolean isNarrow() {
            return isOwn && endsRead;
        }

        boolean overlaps(Use other) {
            return begin < other.end && other.begin < end;
        }
    }

    private static Use use(Map<Integer, Use> uses, Slot slot, ToLongFunction<Slot> places) {
        long at = places.applyAsLong(slot);
        var use = uses.computeIfAbsent(slot.root(),
                root -> new Use(at - (long) slot.offset() * slot.dtype().bytes()));
        use.end = Math.max(use.end, at + slot.bytes());
        use.isOwn &= slot.role() == Role.ACTIVATION && slot.dtype() == DType.F32;
        return use;
    }

    /** Makes results and inputs that share memory equally wide; whether anything had to be changed. */
    private boolean widen(Op op, Map<Integer, Use> uses) {
        boolean changed = false;
        for (Slot written : op.writes()) {
            for (Slot other : Stream.concat(op.reads().stream(), op.writes().stream()).toList()) {
                if (isNarrow(written) != isNarrow(other)
                        && uses.get(written.root()).overlaps(uses.get(other.root()))) {
                    narrow.remove(written.root());
                    narrow.remove(other.root());
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** Operands that the op's kernel takes in either width. */
    private static List<Slot> mayBeNarrow(Op op) {
        return switch (op) {
            case MatrixOp o -> all(o);
            case ConvOp.Convolve o -> List.of(o.large(), o.small());
            case ConvOp.ConvolveAdjoint o -> List.of(o.large(), o.small());
            case ConvOp.FilterGradient o -> List.of(o.large(), o.small());
            case PoolOp o -> all(o);
            case PointwiseOp.AddBias o -> List.of(o.in(), o.out());
            case PointwiseOp.BiasGradient o -> List.of(o.outGradient());
            case PointwiseOp.Activate o -> all(o);
            case PointwiseOp.ActivateGradient o -> all(o);
            case PointwiseOp.AddScaled o -> all(o);
            case PointwiseOp.Scale o -> all(o);
            case PointwiseOp.Multiply o -> all(o);
            case NormOp.BatchNorm o -> List.of(o.in(), o.out());
            case NormOp.BatchNormInference o -> List.of(o.in(), o.out());
            case NormOp.BatchNormGradient o -> List.of(o.in(), o.outGradient(), o.inGradient());
            case RandomOp o -> List.of();
            case LossOp.SampleLoss o -> List.of(o.prediction(), o.target());
            case LossOp.LossGradient o -> List.of(o.prediction(), o.target(), o.gradient());
            case LossOp.WeightedSum o -> List.of();
            case UpdateOp o -> List.of();
            case MemoryOp.Gather o -> List.of();
            case MemoryOp.Fill o -> all(o);
            case MemoryOp.Copy o -> all(o);
            case MemoryOp.Pad o -> all(o);
            case MemoryOp.Crop o -> all(o);
            case MemoryOp.ChannelCopy o -> all(o);
        };
    }

    private static List<Slot> all(Op op) {
        return Stream.concat(op.reads().stream(), op.writes().stream()).toList();
    }
}
