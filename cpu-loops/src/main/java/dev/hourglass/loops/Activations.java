package dev.hourglass.loops;

import dev.hourglass.loops.Elementwise.Body;
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

/** Element-wise functions over a lane's buffers, and their gradients. */
public final class Activations {

    private interface Function {
        double of(double x);
    }

    private Activations() {
    }

    /** The function: x in buffer 0, f(x) into buffer 0. Uses buffers 1 and 5 too. */
    public static Body value(Activation function) {
        return switch (function) {
            case Identity() -> (lane, count) -> {
            };
            case Relu() -> (lane, count) -> {
                float[] x = lane.floats(0);
                for (int i = 0; i < count; i++) {
                    x[i] = Math.max(x[i], 0);
                }
            };
            case LeakyRelu(float slope) -> (lane, count) -> {
                float[] x = lane.floats(0);
                for (int i = 0; i < count; i++) {
                    x[i] = Math.max(x[i], 0) + slope * Math.min(x[i], 0);
                }
            };
            case Elu(float alpha) -> each(x -> x > 0 ? x : alpha * Math.expm1(x));
            case Sigmoid() -> (lane, count) -> FloatMath.sigmoid(lane, lane.floats(0), count);
            case Tanh() -> each(Math::tanh);
            case Softplus() -> each(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
            case Silu() -> (lane, count) -> {
                float[] x = lane.floats(0);
                float[] sigmoid = lane.floats(1);
                System.arraycopy(x, 0, sigmoid, 0, count);
                FloatMath.sigmoid(lane, sigmoid, count);
                for (int i = 0; i < count; i++) {
                    x[i] *= sigmoid[i];
                }
            };
            case Gelu() -> each(x -> x * cumulative(x));
            case Exp() -> each(Math::exp);
            case Clamp(float low, float high) -> (lane, count) -> {
                float[] x = lane.floats(0);
                for (int i = 0; i < count; i++) {
                    x[i] = Math.min(Math.max(x[i], low), high);
                }
            };
        };
    }

    /** Saved value in buffer 0, gradient of the output in buffer 1, gradient of the input into buffer 0. */
    public static Body gradient(Activation function) {
        return switch (function) {
            case Identity() -> product(saved -> 1);
            case Relu() -> product(saved -> saved > 0 ? 1 : 0);
            case LeakyRelu(float slope) -> product(saved -> saved > 0 ? 1 : slope);
            case Elu(float alpha) -> product(saved -> saved > 0 ? 1 : saved + alpha);
            case Sigmoid() -> (lane, count) -> {
                float[] saved = lane.floats(0);
                float[] gradient = lane.floats(1);
                for (int i = 0; i < count; i++) {
                    saved[i] = saved[i] * (1 - saved[i]) * gradient[i];
                }
            };
            case Tanh() -> (lane, count) -> {
                float[] saved = lane.floats(0);
                float[] gradient = lane.floats(1);
                for (int i = 0; i < count; i++) {
                    saved[i] = (1 - saved[i] * saved[i]) * gradient[i];
                }
            };
            case Softplus() -> product(saved -> -Math.expm1(-saved));
            case Silu() -> product(x -> {
                double sigmoid = 1 / (1 + Math.exp(-x));
                return sigmoid * (1 + x * (1 - sigmoid));
            });
            case Gelu() -> product(x -> cumulative(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI));
            case Exp() -> product(saved -> saved);
            case Clamp(float low, float high) -> product(saved -> low <= saved && saved <= high ? 1 : 0);
        };
    }

    private static Body each(Function function) {
        return (lane, count) -> {
            float[] x = lane.floats(0);
            for (int i = 0; i < count; i++) {
                x[i] = (float) function.of(x[i]);
            }
        };
    }

    private static Body product(Function derivative) {
        return (lane, count) -> {
            float[] saved = lane.floats(0);
            float[] gradient = lane.floats(1);
            for (int i = 0; i < count; i++) {
                saved[i] = (float) (derivative.of(saved[i]) * gradient[i]);
            }
        };
    }

    /**
     * The standard normal distribution function, Φ(x) = erfc(−x / √2) / 2, with a relative error below 1.2e-7
     * everywhere (Press et al., Numerical Recipes, 2nd edition, section 6.2).
     */
    private static double cumulative(double x) {
        double z = Math.abs(x) / Math.sqrt(2);
        double t = 1 / (1 + z / 2);
        double series = -0.82215223 + t * 0.17087277;
        series = 1.48851587 + t * series;
        series = -1.13520398 + t * series;
        series = 0.27886807 + t * series;
        series = -0.18628806 + t * series;
        series = 0.09678418 + t * series;
        series = 0.37409196 + t * series;
        series = 1.00002368 + t * series;
        series = -1.26551223 + t * series;
        double tail = t * Math.exp(-z * z + series) / 2;
        return x > 0 ? 1 - tail : tail;
    }
}
