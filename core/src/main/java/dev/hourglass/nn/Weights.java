package dev.hourglass.nn;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;

/** How a layer's weights start, and whether it adds a bias. */
public record Weights(Initialization initialization, Bias bias) {

    /** Whether a layer adds a bias to each channel; one that feeds a batch norm needs none. */
    public enum Bias {
        WITH, WITHOUT
    }

    /** Initialised by the activation that follows, with a bias that starts at zero. */
    public static Weights standard() {
        return new Weights(Initialization.BY_ACTIVATION, Bias.WITH);
    }

    public static Weights withoutBias() {
        return new Weights(Initialization.BY_ACTIVATION, Bias.WITHOUT);
    }

    /** Appends what follows a linear map: its bias, then its activation. */
    Slot finish(RoutineBuilder routine, String path, Slot linear, Activation activation) {
        Slot slot = linear;
        if (bias == Bias.WITH) {
            var shape = Shape.of(slot.shape().extent(-1));
            Slot values = routine.program().parameter(path + "/bias", shape, new Initializer.Constant(0),
                    Decay.EXEMPT);
            Slot out = routine.activation(path + "/biased", slot.shape());
            routine.add(new PointwiseOp.AddBias(slot, values, out));
            slot = out;
        }
        return activate(routine, path, slot, activation);
    }

    static Slot activate(RoutineBuilder routine, String path, Slot in, Activation activation) {
        if (activation instanceof Activation.Identity) {
            return in;
        }
        Slot out = routine.activation(path + "/out", in.shape());
        routine.add(new PointwiseOp.Activate(activation, in, out));
        return out;
    }
}
