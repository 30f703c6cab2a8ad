package dev.hourglass.nn;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Initializer;

/** Rules for the weights a layer starts from. */
public enum Initialization {
    /** He for functions of the relu family, Glorot for the others. */
    BY_ACTIVATION,
    /** Uniform with variance 2 / fanIn, which keeps the variance through relus. He et al. 2015. */
    HE,
    /** Uniform with variance 2 / (fanIn + fanOut). Glorot and Bengio 2010. */
    GLOROT,
    /** All zero: a residual branch that starts as the identity. */
    ZERO;

    /**
     * @param fanIn  terms in the sum behind one output
     * @param fanOut outputs that one input enters
     */
    Initializer of(double fanIn, double fanOut, Activation activation) {
        return switch (this) {
            case BY_ACTIVATION -> (rectifies(activation) ? HE : GLOROT).of(fanIn, fanOut, activation);
            case HE -> new Initializer.Uniform((float) Math.sqrt(6 / fanIn));
            case GLOROT -> new Initializer.Uniform((float) Math.sqrt(6 / (fanIn + fanOut)));
            case ZERO -> new Initializer.Constant(0);
        };
    }

    private static boolean rectifies(Activation activation) {
        return switch (activation) {
            case Activation.Relu f -> true;
            case Activation.LeakyRelu f -> true;
            case Activation.Elu f -> true;
            case Activation.Softplus f -> true;
            case Activation.Silu f -> true;
            case Activation.Gelu f -> true;
            case Activation.Identity f -> false;
            case Activation.Sigmoid f -> false;
            case Activation.Tanh f -> false;
            case Activation.Exp f -> false;
            case Activation.Clamp f -> false;
        };
    }
}
