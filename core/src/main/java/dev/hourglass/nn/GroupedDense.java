package dev.hourglass.nn;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;

/**
 * Several dense layers side by side that know nothing of each other: (n, groups · inputs) to (n, groups ·
 * units), where group j of the result is f(group j of the input · W_j + b_j). One op computes all of them, as
 * a grouped convolution over images of one pixel; the weight is (groups · units, 1, 1, inputs).
 */
public record GroupedDense(int groups, int units, Activation activation, Weights weights) implements Layer {

    /** Without an activation. */
    public static GroupedDense linear(int groups, int units) {
        return new GroupedDense(groups, units, new Activation.Identity(), Weights.standard());
    }

    public static GroupedDense of(int groups, int units, Activation activation) {
        return new GroupedDense(groups, units, activation, Weights.standard());
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        int n = in.shape().extent(0);
        int width = in.shape().row().elements();
        if (groups < 1 || units < 1) {
            throw new PlanException(
                    "layer " + path + ": expected at least 1 group and 1 unit, found " + groups
                            + " and " + units);
        }
        if (width % groups != 0) {
            throw new PlanException("layer " + path + ": " + groups + " groups do not divide rows of " + width
                    + " values");
        }
        Slot image = routine.view(in, Shape.of(n, 1, 1, width));
        var geometry = ConvGeometry.over(n, ImageExtent.of(image.shape()), groups * units, Window.of(1, 1, 0),
                groups);
        var initial = weights.initialization().of((double) width / groups, units, activation);
        Slot filter = routine.program().parameter(path + "/weight", geometry.filterShape(), initial,
                Decay.DECAYED);
        Slot out = routine.activation(path + "/linear", geometry.smallShape());
        routine.add(new ConvOp.Convolve(geometry, image, filter, out, Write.SET));
        return routine.view(weights.finish(routine, path, out, activation), Shape.of(n, groups * units));
    }
}
