package dev.hourglass.cuda;

import dev.hourglass.plan.Op;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Options.Arithmetic;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A routine while it is being compiled: its ops become steps over the addresses of its slots. It may also be
 * bound to no memory, only to see how much it takes.
 */
final class Binding {
    private final Means means;
    private final ToLongFunction<Slot> places;
    private final Arena arena;
    private final Scratch scratch = new Scratch();
    private final List<BoundOp> ops = new ArrayList<>();
    private final Storage storage;
    private WeightCopies weights = WeightCopies.none(this);
    private List<Step> steps = new ArrayList<>();

    /** An op, or two that were fused, and what is to be enqueued for it. */
    record BoundOp(String name, List<Step> steps) {
    }

    /**
     * What a routine is bound with.
     *
     * @param trials       of calls, while it is bound
     * @param convolutions how cuDNN does them
     */
    record Means(CudaDevice device, Trials trials, ConvPlans convolutions) {
        static Means of(CudaDevice device) {
            return new Means(device, device::withTemporary, device.convolutions());
        }
    }

    private Binding(Means means, ToLongFunction<Slot> places, Storage storage, Arena arena) {
        this.means = means;
        this.places = places;
        this.storage = storage;
        this.arena = arena;
    }

    /**
     * Of ops over slots that lie as the plan has them.
     *
     * @param places where they lie on the device
     */
    static Binding wide(CudaDevice device, ToLongFunction<Slot> places, Arena arena) {
        return new Binding(Means.of(device), places, Storage.wide(), arena);
    }

    /** Of ops over slots some of which may be narrow. */
    static Binding of(List<Op> ops, Means means, ToLongFunction<Slot> places, Storage storage, Arena arena) {
        var binding = new Binding(means, places, storage, arena);
        if (binding.isMixed()) {
            binding.weights = WeightCopies.bind(ops, binding);
        }
        return binding;
    }

    CudaDevice device() {
        return means.device();
    }

    Scratch scratch() {
        return scratch;
    }

    Arena arena() {
        return arena;
    }

    Trials trials() {
        return means.trials();
    }

    ConvPlans convolutions() {
        return means.convolutions();
    }

    /** Where a slot lies on the device. */
    long at(Slot slot) {
        long wide = places.applyAsLong(slot);
        return isNarrow(slot) ? wide - (long) slot.offset() * (Float.BYTES - Storage.NARROW_BYTES) : wide;
    }

    /** Whether it lies as bfloat16. */
    boolean isNarrow(Slot slot) {
        return storage.isNarrow(slot);
    }

    /** Whether products are of bfloat16. */
    boolean isMixed() {
        return device().options().arithmetic() == Arithmetic.MIXED;
    }

    WeightCopies weights() {
        return weights;
    }

    /** Begins a call of a kernel; it becomes a step when its launch is given. */
    KernelCall call(Kernel kernel) {
        return new KernelCall(this, kernel);
    }

    void add(Step step) {
        steps.add(step);
    }

    /** Ends an op: what has been added since the last one belongs to it. */
    void endOp(String name) {
        ops.add(new BoundOp(name, List.copyOf(steps)));
        steps = new ArrayList<>();
    }

    /** What has been added and belongs to no op yet. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    List<BoundOp> ops() {
        return ops;
    }

    /** An op's name and where it writes, as errors call it. */
    static String name(Op op) {
        return op.name() + " " + op.detail() + (op.writes().isEmpty() ? ""
                : " into " + op.writes().getFirst());
    }
}
