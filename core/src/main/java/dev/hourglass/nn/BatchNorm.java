package dev.hourglass.nn;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;

/**
 * Batch normalisation over the last axis (Ioffe and Szegedy 2015): by the batch's statistics in training, by
 * running ones otherwise. Rows that fill up a last partial batch repeat real rows, and count in its
 * statistics.
 */
public record BatchNorm(NormOp.Settings settings, Activation activation) implements Layer {

    /** Epsilon 1e-5, momentum 0.1. */
    public static BatchNorm standard(Activation activation) {
        return new BatchNorm(new NormOp.Settings(1e-5f, 0.1f), activation);
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        var shape = Shape.of(in.shape().extent(-1));
        var program = routine.program();
        var zero = new Initializer.Constant(0);
        var one = new Initializer.Constant(1);
        var affine = new NormOp.Affine(program.parameter(path + "/gamma", shape, one, Decay.EXEMPT),
                program.parameter(path + "/beta", shape, zero, Decay.EXEMPT));
        var running = new NormOp.Running(program.state(path + "/running-mean", shape, zero),
                program.state(path + "/running-variance", shape, one));
        Slot out = routine.activation(path + "/normalised", in.shape());
        if (routine.mode() == Mode.TRAIN) {
            var saved = new NormOp.Saved(routine.activation(path + "/mean", shape),
                    routine.activation(path + "/inverse-deviation", shape));
            routine.add(new NormOp.BatchNorm(settings, in, affine, running, saved, out));
        } else {
            routine.add(new NormOp.BatchNormInference(settings, in, affine, running, out));
        }
        return Weights.activate(routine, path, out, activation);
    }
}
