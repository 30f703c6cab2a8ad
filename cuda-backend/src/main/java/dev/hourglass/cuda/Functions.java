package dev.hourglass.cuda;

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
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Criterion.BinaryCrossEntropy;
import dev.hourglass.plan.Criterion.Huber;
import dev.hourglass.plan.Criterion.MeanAbsoluteError;
import dev.hourglass.plan.Criterion.MeanSquaredError;

/** Functions as {@code hourglass.cu} numbers them, with their constants as arguments. */
final class Functions {

    private Functions() {
    }

    /** Passes the number of a function and its two constants. */
    static KernelCall pass(KernelCall call, Activation function) {
        return switch (function) {
            case Identity() -> pass(call, 0, 0, 0);
            case Relu() -> pass(call, 1, 0, 0);
            case LeakyRelu(float slope) -> pass(call, 2, slope, 0);
            case Elu(float alpha) -> pass(call, 3, alpha, 0);
            case Sigmoid() -> pass(call, 4, 0, 0);
            case Tanh() -> pass(call, 5, 0, 0);
            case Softplus() -> pass(call, 6, 0, 0);
            case Silu() -> pass(call, 7, 0, 0);
            case Gelu() -> pass(call, 8, 0, 0);
            case Exp() -> pass(call, 9, 0, 0);
            case Clamp(float low, float high) -> pass(call, 10, low, high);
        };
    }

    /** Passes the number of a criterion and its constant. */
    static KernelCall pass(KernelCall call, Criterion criterion) {
        return switch (criterion) {
            case MeanSquaredError() -> call.integer(0).real(0);
            case BinaryCrossEntropy() -> call.integer(1).real(0);
            case MeanAbsoluteError() -> call.integer(2).real(0);
            case Huber(float delta) -> call.integer(3).real(delta);
        };
    }

    private static KernelCall pass(KernelCall call, int number, float a, float b) {
        return call.integer(number).real(a).real(b);
    }
}
