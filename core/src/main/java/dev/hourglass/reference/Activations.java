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

/** The element-wise functions and their derivatives, in double. */
final class Activations {

    private Activations() {
    }

    static double value(Activation function, double x) {
        return switch (function) {
            case Identity() -> x;
            case Relu() -> Math.max(x, 0);
            case LeakyRelu(float slope) -> x > 0 ? x : slope * x;
            case Elu(float alpha) -> x > 0 ? x : alpha * Math.expm1(x);
            case Sigmoid() -> sigmoid(x);
            case Tanh() -> Math.tanh(x);
            case Softplus() -> softplus(x);
            case Silu() -> x * sigmoid(x);
            case Gelu() -> x * NormalDistribution.cumulative(x);
            case Exp() -> Math.exp(x);
            case Clamp(float low, float high) -> Math.min(Math.max(x, low), high);
        };
    }

    /** f′, from y where {@link Activation#saved()} is OUTPUT and from x where it is INPUT. */
    static double derivative(Activation function, double saved) {
        return switch (function) {
            case Identity() -> 1;
            case Relu() -> saved > 0 ? 1 : 0;
            case LeakyRelu(float slope) -> saved > 0 ? 1 : slope;
            case Elu(float alpha) -> saved > 0 ? 1 : saved + alpha;
            case Sigmoid() -> saved * (1 - saved);
            case Tanh() -> 1 - saved * saved;
            case Softplus() -> -Math.expm1(-saved);
            case Silu() -> sigmoid(saved) * (1 + saved * sigmoid(-saved));
            case Gelu() -> NormalDistribution.cumulative(saved) + saved * NormalDistribution.density(saved);
            case Exp() -> saved;
            case Clamp(float low, float high) -> low <= saved && saved <= high ? 1 : 0;
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
