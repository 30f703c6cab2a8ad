package dev.hourglass.cuda;

import dev.hourglass.plan.Op;
import dev.hourglass.plan.Slot;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A routine while it is being compiled: its ops become steps over the addresses of its slots. It may also be
 * bound to no memory, only to see how much it takes.
 */
final class Binding {
    private final CudaDevice device;
    private final ToLongFunction<Slot> places;
    private final Arena arena;
    private final Trials trials;
    private final ConvPlans convolutions;
    private final Scratch scratch = new Scratch();
    private final List<BoundOp> ops = new ArrayList<>();
    private List<Step> steps = new ArrayList<>();

    /** An op, or two that were fused, and what is to be enqueued for it. */
    record BoundOp(String name, List<Step> steps) {
    }

    /** @param places where slots lie on the device */
    Binding(CudaDevice device, ToLongFunction<Slot> places, Arena arena) {
        this(device, places, arena, device::withTemporary, device.convolutions());
    }

    Binding(CudaDevice device, ToLongFunction<Slot> places, Arena arena, Trials trials,
            ConvPlans convolutions) {
        this.device = device;
        this.places = places;
        this.arena = arena;
        this.trials = trials;
        this.convolutions = convolutions;
    }

    CudaDevice device() {
        return device;
    }

    Scratch scratch() {
        return scratch;
    }

    Arena arena() {
        return arena;
    }

    Trials trials() {
        return trials;
    }

    ConvPlans convolutions() {
        return convolutions;
    }

    long at(Slot slot) {
        return places.applyAsLong(slot);
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
