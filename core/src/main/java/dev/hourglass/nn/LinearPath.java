package dev.hourglass.nn;

import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;

/**
 * y = branch(x) + pace · (x · W) + b: a linear map past a branch of other layers, which then have to learn
 * only what a linear map cannot say. W is (inputs, outputs) and b has a value for each output, of what shape
 * the branch's result may be. Both start from the data, as principal components and means; neither decays.
 *
 * @param pace larger than 0: how fast the linear map learns beside the branch. With Adam every weight moves
 *             by about the learning rate in a step, which is much for the small weights of a long row; the
 *             map itself moves by {@code pace} times that
 */
public record LinearPath(Layer branch, float pace) implements Layer {

    private static final String WEIGHT = "/weight";
    private static final String BIAS = "/bias";

    public LinearPath {
        if (!(pace > 0 && Float.isFinite(pace))) {
            throw new PlanException("LinearPath: pace must be a number above 0, found " + pace);
        }
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        Slot bent = branch.lower(routine, path + "/branch", in);
        int n = in.shape().extent(0);
        int inputs = in.shape().row().elements();
        int outputs = bent.shape().row().elements();
        Slot matrix = routine.program().parameter(path + WEIGHT, Shape.of(inputs, outputs),
                new Initializer.Components(pace), Decay.EXEMPT);
        Slot bias = routine.program().parameter(path + BIAS, Shape.of(outputs), new Initializer.Constant(0),
                Decay.EXEMPT);
        Slot straight = routine.activation(path + "/straight", Shape.of(n, outputs));
        routine.add(new Gemm(in, Layout.PLAIN, matrix, Layout.PLAIN, straight, Write.SET));
        Slot sum = routine.activation(path + "/sum", Shape.of(n, outputs));
        routine.add(new PointwiseOp.AddScaled(bent, straight, pace, sum));
        Slot out = routine.activation(path + "/out", Shape.of(n, outputs));
        routine.add(new PointwiseOp.AddBias(sum, bias, out));
        return routine.view(out, bent.shape());
    }

    /** Name of the bias that belongs to a weight. */
    public static String biasOf(String weight) {
        return weight.substring(0, weight.length() - WEIGHT.length()) + BIAS;
    }
}
