package dev.hourglass.nn;

import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;
import java.util.List;

/** Layers one after the other; layer i has the path {@code path/i}. */
public record Sequential(List<Layer> layers) implements Layer {

    public Sequential {
        layers = List.copyOf(layers);
    }

    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        Slot slot = in;
        for (int i = 0; i < layers.size(); i++) {
            slot = layers.get(i).lower(routine, path + "/" + i, slot);
        }
        return slot;
    }
}
