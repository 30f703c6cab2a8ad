package dev.hourglass.nn;

import dev.hourglass.plan.Mode;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;

/**
 * In training, zeroes each value with probability {@code rate} and scales the others by 1 / (1 − rate);
 * otherwise nothing. Srivastava et al. 2014.
 */
public record Dropout(float rate) implements Layer {

    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new PlanException("Dropout: rate must be in [0, 1), found " + rate);
        }
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        if (routine.mode() == Mode.INFER || rate == 0) {
            return in;
        }
        var kept = new Distribution.Bernoulli(1 - rate, 1 / (1 - rate));
        Slot mask = routine.noise(path + "/mask", in.shape(), kept);
        Slot out = routine.activation(path + "/out", in.shape());
        routine.add(new PointwiseOp.Multiply(in, mask, out, Write.SET));
        return out;
    }
}
