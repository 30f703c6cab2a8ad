package dev.hourglass.plan;

import java.util.ArrayList;
import java.util.List;

/** One routine while it is being lowered: layers append their ops here. */
public final class RoutineBuilder {
    private final ProgramBuilder program;
    private final Mode mode;
    private final List<Op> ops;

    RoutineBuilder(ProgramBuilder program, Mode mode, List<Op> ops) {
        this.program = program;
        this.mode = mode;
        this.ops = ops;
    }

    public Mode mode() {
        return mode;
    }

    public ProgramBuilder program() {
        return program;
    }

    /** Appends an op. */
    public void add(Op op) {
        ops.add(op);
    }

    /** What has been appended so far. */
    public List<Op> ops() {
        return List.copyOf(ops);
    }

    /** A fresh slot for values that live only within this routine. */
    public Slot activation(String name, Shape shape) {
        return program.slot(name, shape, DType.F32, Role.ACTIVATION);
    }

    /**
     * Draws fresh random numbers each time the routine runs: in training by the step number, otherwise by the
     * counter that the host writes, so that an evaluation can be repeated.
     */
    public Slot noise(String name, Shape shape, RandomOp.Distribution distribution) {
        String counter = mode == Mode.TRAIN ? Ports.STEP : Ports.DRAW;
        Slot tick = program.port(counter, Shape.of(1), DType.I32, Role.CONTROL);
        Slot out = activation(name, shape);
        add(new RandomOp.Noise(distribution, program.nextSource(), tick, out));
        return out;
    }

    /** The same values under another shape; costs nothing. */
    public Slot view(Slot slot, Shape shape) {
        if (slot.shape().equals(shape)) {
            return slot;
        }
        if (slot.elements() != shape.elements()) {
            throw new PlanException(
                    "slot " + slot + " has " + slot.elements() + " elements and cannot be seen as "
                            + shape);
        }
        return program.span(slot, slot.name() + "~", 0, shape);
    }

    /**
     * Appends the backward pass of everything appended so far: gradients of all parameters that {@code
     * output} depends on, given the gradient of output.
     */
    public void addAdjoint(Slot output, Slot outputGradient) {
        var forward = new ArrayList<>(ops);
        new Adjoint(this, output, outputGradient).run(forward);
    }
}
