package dev.hourglass.nn;

import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;

/** y = x + branch(x). The branch keeps the shape. He et al. 2015. */
public record Residual(Layer branch) implements Layer {

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        Slot change = branch.lower(routine, path + "/branch", in);
        if (!change.shape().equals(in.shape())) {
            throw new PlanException(
                    "layer " + path + ": a residual branch keeps the shape " + in.shape() + ", found "
                            + change.shape());
        }
        Slot out = routine.activation(path + "/out", in.shape());
        routine.add(new PointwiseOp.AddScaled(in, change, 1, out));
        return out;
    }
}
