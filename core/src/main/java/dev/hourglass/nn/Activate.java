package dev.hourglass.nn;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;

/** An activation on its own, for where it does not follow a layer that has one. */
public record Activate(Activation activation) implements Layer {

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        return Weights.activate(routine, path, in, activation);
    }
}
