package dev.hourglass.nn;

import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the same input to every branch and joins their results side by side in the last axis. An empty
 * {@link Sequential} as a branch passes the input itself on, which makes a skip connection.
 */
public record Concat(List<Layer> branches) implements Layer {

    public Concat {
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new PlanException("Concat: needs at least one branch");
        }
    }

    public static Concat of(Layer... branches) {
        return new Concat(List.of(branches));
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        var parts = new ArrayList<Slot>();
        int channels = 0;
        for (int i = 0; i < branches.size(); i++) {
            Slot part = branches.get(i).lower(routine, path + "/" + i, in);
            parts.add(part);
            channels += part.shape().extent(-1);
        }
        var extents = new ArrayList<>(parts.getFirst().shape().extents());
        extents.set(extents.size() - 1, channels);
        Slot out = routine.activation(path + "/out", new Shape(extents));
        int to = 0;
        for (Slot part : parts) {
            var expected = new ArrayList<>(extents);
            expected.set(expected.size() - 1, part.shape().extent(-1));
            if (!part.shape().extents().equals(expected)) {
                throw new PlanException("layer " + path + ": branches differ in more than channels: "
                        + parts.getFirst().shape() + " and " + part.shape());
            }
            var span = new MemoryOp.ChannelSpan(0, to, part.shape().extent(-1));
            routine.add(new MemoryOp.ChannelCopy(span, part, out, Write.SET));
            to += part.shape().extent(-1);
        }
        return out;
    }
}
