package dev.hourglass.nn;

import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;

/** (n, ...) to (n, elements of a row), in the order they lie in memory. Costs nothing. */
public record Flatten() implements Layer {

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        return routine.view(in, Shape.of(in.shape().extent(0), in.shape().row().elements()));
    }
}
