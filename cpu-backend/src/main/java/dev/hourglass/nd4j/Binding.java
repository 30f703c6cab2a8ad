package dev.hourglass.nd4j;

import dev.hourglass.loops.Binder;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.NativeBlock;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.Slot;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * What ops are bound with, and what binding them yields: kernels, scratch memory, native ops to give back.
 */
final class Binding implements Binder, AutoCloseable {
    private final Natives natives;
    private final Nd4jMemory memory;
    private final int lanes;
    private final Arena scratch = Arena.ofShared();
    private final List<NativeOp> ops = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>();

    Binding(Natives natives, Nd4jMemory memory, int lanes) {
        this.natives = natives;
        this.memory = memory;
        this.lanes = lanes;
    }

    Natives natives() {
        return natives;
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public Place place(Slot slot) {
        return memory.place(slot);
    }

    /** Zeroed memory of this replay's own. */
    Place scratch(int elements) {
        var segment = NativeBlock.allocate(scratch, Float.BYTES * (long) elements);
        return new Place(segment, segment.address(), elements);
    }

    /** Gives the op back when the replay is closed. */
    NativeOp own(NativeOp op) {
        ops.add(op);
        return op;
    }

    @Override
    public void add(Kernel kernel) {
        if (kernel instanceof Alone next && !kernels.isEmpty()
                && kernels.getLast() instanceof Alone last) {
            kernels.set(kernels.size() - 1, last.then(next));
        } else {
            kernels.add(kernel);
        }
    }

    @Override
    public void alone(Kernel kernel) {
        add(new Alone(kernel));
    }

    Kernel[] kernels() {
        return kernels.toArray(new Kernel[0]);
    }

    @Override
    public void close() {
        ops.forEach(NativeOp::close);
        ops.clear();
        scratch.close();
    }
}
