package dev.hourglass.reference;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Activation.Clamp;
import dev.hourglass.plan.Activation.Elu;
import dev.hourglass.plan.Activation.Exp;
import dev.hourglass.plan.Activation.Gelu;
import dev.hourglass.plan.Activation.Identity;
import dev.hourglass.plan.Activation.LeakyRelu;
import dev.hourglass.plan.Activation.Relu;
import dev.hourglass.plan.Activation.Sigmoid;
import dev.hourglass.plan.Activation.Silu;
import dev.hourglass.plan.Activation.Softplus;
import dev.hourglass.plan.Activation.Tanh;
import java.util.function.DoubleUnaryOperator;

/** The element-wise functions and their derivatives, in double. */
final class Activations {

    private Activations() {
    }

    static DoubleUnaryOperator value(Activation function) {
        return switch (function) {
            case Identity() -> x -> x;
            case Relu() -> x -> Math.max(x, 0);
            case LeakyRelu(float slope) -> x -> x > 0 ? x : slope * x;
            case Elu(float alpha) -> x -> x > 0 ? x : alpha * Math.expm1(x);
            case Sigmoid() -> Activations::sigmoid;
            case Tanh() -> Math::tanh;
            case Softplus() -> Activations::softplus;
            case Silu() -> x -> x * sigmoid(x);
            case Gelu() -> x -> x * NormalDistribution.cumulative(x);
            case Exp() -> Math::exp;
            case Clamp(float low, float high) -> x -> Math.min(Math.max(x, low), high);
        };
    }

    /** f′, from y where {@link Activation#saved()} is OUTPUT and from x where it is INPUT. */
    static DoubleUnaryOperator derivative(Activation function) {
        return switch (function) {
            case Identity() -> y -> 1;
            case Relu() -> y -> y > 0 ? 1 : 0;
            case LeakyRelu(float slope) -> y -> y > 0 ? 1 : slope;
            case Elu(float alpha) -> y -> y > 0 ? 1 : y + alpha;
            case Sigmoid() -> y -> y * (1 - y);
            case Tanh() -> y -> 1 - y * y;
            case Softplus() -> y -> -Math.expm1(-y);
            case Silu() -> x -> sigmoid(x) * (1 + x * sigmoid(-x));
            case Gelu() -> x -> NormalDistribution.cumulative(x) + x * NormalDistribution.density(x);
            case Exp() -> y -> y;
            case Clamp(float low, float high) -> x -> low <= x && x <= high ? 1 : 0;
        };
    }

    /** 1 / (1 + exp(−x)). */
    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** log(1 + exp(x)), without overflow. */
    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
