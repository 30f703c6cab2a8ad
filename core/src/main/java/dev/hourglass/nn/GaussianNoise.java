package dev.hourglass.nn;

import dev.hourglass.plan.Mode;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;

/** In training, adds normal noise of the given standard deviation; otherwise nothing. */
public record GaussianNoise(float deviation) implements Layer {

    public GaussianNoise {
        if (!(deviation >= 0)) {
            throw new PlanException("GaussianNoise: deviation must not be negative, found " + deviation);
        }
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        if (routine.mode() == Mode.INFER || deviation == 0) {
            return in;
        }
        Slot noise = routine.noise(path + "/noise", in.shape(), new Distribution.Normal());
        Slot out = routine.activation(path + "/out", in.shape());
        routine.add(new PointwiseOp.AddScaled(in, noise, deviation, out));
        return out;
    }
}
