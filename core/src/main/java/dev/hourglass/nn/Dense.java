package dev.hourglass.nn;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;

/**
 * y = f(x · W + b): (n, ...) to (n, units). A row of any shape is taken as it lies in memory. W is (inputs,
 * units).
 */
public record Dense(int units, Activation activation, Weights weights) implements Layer {

    /** Without an activation. */
    public static Dense linear(int units) {
        return new Dense(units, new Activation.Identity(), Weights.standard());
    }

    public static Dense of(int units, Activation activation) {
        return new Dense(units, activation, Weights.standard());
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        int n = in.shape().extent(0);
        int inputs = in.shape().row().elements();
        var initial = weights.initialization().of(inputs, units, activation);
        Slot matrix = routine.program().parameter(path + "/weight", Shape.of(inputs, units), initial,
                Decay.DECAYED);
        Slot out = routine.activation(path + "/linear", Shape.of(n, units));
        routine.add(new Gemm(in, Layout.PLAIN, matrix, Layout.PLAIN, out, Write.SET));
        return weights.finish(routine, path, out, activation);
    }
}
