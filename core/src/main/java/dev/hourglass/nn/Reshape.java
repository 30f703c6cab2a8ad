package dev.hourglass.nn;

import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;

/** (n, ...) to (n, row...), in the order they lie in memory. Costs nothing. */
public record Reshape(Shape row) implements Layer {

    public static Reshape to(int... extents) {
        return new Reshape(Shape.of(extents));
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        if (in.shape().row().elements() != row.elements()) {
            throw new PlanException(
                    "layer " + path + " reshapes rows to " + row + ", found rows of " + in.shape().row());
        }
        return routine.view(in, row.batch(in.shape().extent(0)));
    }
}
