package dev.hourglass.testing;

import static dev.hourglass.testing.Tolerance.EPSILON;
import static dev.hourglass.testing.Tolerance.absolute;
import static dev.hourglass.testing.Tolerance.exact;
import static dev.hourglass.testing.Tolerance.relative;
import static dev.hourglass.testing.Tolerance.sum;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Options.Arithmetic;

/**
 * The one table of how far a backend's results may be from the reference in double, for inputs of size 1. It
 * is not loosened elsewhere, and each line says why it is as wide as it is.
 *
 * <p>A float sum of n terms of random sign and size s, taken one after the other, passes through partial sums
 * of size √n·s, whose roundings add up to about 0.14 ε n s: five standard deviations of that are 0.7 ε
 * Σ|terms|. So sums are allowed 2 ε Σ|terms|, which lets any order pass and nothing less precise than float:
 * products in TF32 err by some 2⁻¹² √n s, beyond that for n up to a million.
 *
 * <p>Convolutions have hundreds of thousands of sums in a case, and in some of them the partial sums drift to
 * one side and are three times as large as that, and so are their roundings: 3 ε Σ|terms|. Over all cases,
 * kernels that sum in float one term after the other have a standard deviation of 0.20 ε Σ|terms|, whichever
 * the order; the largest error among two million sums was 1.9 in one order and 2.5 in another.
 */
public final class Tolerances {
    /** Half a unit in the last of 8 places; of what is a little off itself, at most a hundredth more. */
    private static final double BFLOAT16 = 0x1p-8 * 1.01;

    private Tolerances() {
    }

    /** Tolerance of what {@code op} leaves in one of the slots it writes. */
    static Tolerance of(Op op, Slot written, Arithmetic arithmetic) {
        return arithmetic == Arithmetic.MIXED ? mixed(op, written) : strict(op, written);
    }

    /**
     * In MIXED what an op reads are bfloat16 numbers here, so that only its results are rounded to 8 bits: by
     * half a unit, 2⁻⁸ of themselves. Everything else is as exact as in STRICT.
     */
    private static Tolerance mixed(Op op, Slot written) {
        Tolerance strict = strict(op, written);
        return switch (op) {
            // The product may be rounded before it is added, and the sum is.
            case ConvOp.Convolve o -> product(strict, o.write());
            case ConvOp.ConvolveAdjoint o -> product(strict, o.write());
            case ConvOp.FilterGradient o -> product(strict, o.write());
            // Statistics and gradients of parameters are floats.
            case NormOp o -> written.shape().rank() == 1 ? strict : rounded(strict);
            case PointwiseOp.BiasGradient o -> strict;
            case LossOp.SampleLoss o -> strict;
            case LossOp.WeightedSum o -> strict;
            case UpdateOp o -> strict;
            case RandomOp o -> strict;
            case MemoryOp.Gather o -> strict;
            case MatrixOp o -> rounded(strict);
            case PoolOp o -> rounded(strict);
            case PointwiseOp o -> rounded(strict);
            case LossOp.LossGradient o -> rounded(strict);
            // A Fill's value need not be a bfloat16 number.
            case MemoryOp o -> rounded(strict);
        };
    }

    private static Tolerance product(Tolerance strict, Write write) {
        return new Tolerance(strict.absolute(), strict.relative() + BFLOAT16,
                strict.terms() + (write == Write.ADD ? BFLOAT16 / EPSILON : 0));
    }

    private static Tolerance rounded(Tolerance strict) {
        return new Tolerance(strict.absolute(), strict.relative() + BFLOAT16, strict.terms());
    }

    private static Tolerance strict(Op op, Slot written) {
        return switch (op) {
            // Sums in any order.
            case MatrixOp.Gemm o -> sum(2);
            case ConvOp o -> sum(3);
            case PoolOp o -> pool(o);
            case PointwiseOp o -> pointwise(o);
            case NormOp o -> norm(o, written);
            case RandomOp.Noise o -> switch (o.distribution()) {
                // 24 bits of the generator, scaled by a power of two.
                case Distribution.Uniform u -> exact();
                case Distribution.Bernoulli b -> exact();
                // log, cos and sin of float arithmetic.
                case Distribution.Normal n -> absolute(2e-6);
            };
            case LossOp o -> loss(o);
            case UpdateOp o -> update(o);
            // A move does not round, and the one addition of ADD rounds the same everywhere.
            case MemoryOp o -> exact();
        };
    }

    private static Tolerance pool(PoolOp op) {
        return switch (op) {
            // A maximum is one of the inputs; a mean is a sum and a division.
            case PoolOp.Pool o -> o.kind() == PoolOp.Kind.MAX ? exact() : sum(2);
            // A few windows overlap in a pixel, with gradients of size 1.
            case PoolOp.PoolGradient o -> absolute(4 * EPSILON);
            case PoolOp.Upsample o -> exact();
            case PoolOp.UpsampleGradient o -> sum(2);
        };
    }

    private static Tolerance pointwise(PointwiseOp op) {
        return switch (op) {
            case PointwiseOp.AddBias o -> exact();
            // A sum over rows, in any order.
            case PointwiseOp.BiasGradient o -> sum(2);
            case PointwiseOp.Activate o -> activation(o.function());
            // Two products and a difference of numbers up to 1 (1 − y²); ADD rounds once more.
            case PointwiseOp.ActivateGradient o -> isPiecewiseLinear(o.function()) && o.write() == Write.SET
                    ? exact() : new Tolerance(4 * EPSILON, 2e-6, 0);
            // The product may be rounded before the sum, or not (fused multiply-add).
            case PointwiseOp.AddScaled o -> absolute(EPSILON * (1 + Math.abs(o.scale())));
            case PointwiseOp.Scale o ->
                o.write() == Write.SET ? exact() : absolute(EPSILON * (1 + Math.abs(o.factor())));
            case PointwiseOp.Multiply o -> o.write() == Write.SET ? exact() : absolute(2 * EPSILON);
        };
    }

    private static Tolerance activation(Activation function) {
        return isPiecewiseLinear(function)
                ? exact()
                // Float exp and log of a few units in the last place; differences near zero (Elu, Tanh).
                : new Tolerance(2e-7, 1e-6, 0);
    }

    private static boolean isPiecewiseLinear(Activation function) {
        return switch (function) {
            case Activation.Identity f -> true;
            case Activation.Relu f -> true;
            case Activation.LeakyRelu f -> true;
            case Activation.Clamp f -> true;
            case Activation.Elu f -> false;
            case Activation.Sigmoid f -> false;
            case Activation.Tanh f -> false;
            case Activation.Softplus f -> false;
            case Activation.Silu f -> false;
            case Activation.Gelu f -> false;
            case Activation.Exp f -> false;
        };
    }

    private static Tolerance norm(NormOp op, Slot written) {
        return switch (op) {
            // Two reductions, a root and a division of numbers up to 2.
            case NormOp.BatchNorm o -> new Tolerance(16 * EPSILON, 4e-6, 0);
            case NormOp.BatchNormInference o -> new Tolerance(8 * EPSILON, 2e-6, 0);
            case NormOp.BatchNormGradient o -> written.equals(o.inGradient())
                    // Differences of means of gradients, times γ / deviation of up to 2.
                    ? new Tolerance(32 * EPSILON, 4e-6, 0)
                    // Sums of m terms up to 2, half of that on average.
                    : absolute(2 * EPSILON * o.in().elements() / written.elements());
        };
    }

    private static Tolerance loss(LossOp op) {
        return switch (op) {
            // A mean of numbers of one sign, taken in order: 0.6 √n ε for the n = 784 of a digit.
            case LossOp.SampleLoss o -> new Tolerance(2 * EPSILON, 4e-6, 0);
            // A difference of numbers up to 1, times about 2 / elements.
            case LossOp.LossGradient o -> new Tolerance(8 * EPSILON / o.prediction().elements(), 2e-6, 0);
            // Sums of numbers of one sign over the rows of a batch.
            case LossOp.WeightedSum o -> sum(4);
        };
    }

    private static Tolerance update(UpdateOp op) {
        return switch (op) {
            // A handful of products and sums, fused or not, of numbers up to 1.
            case UpdateOp.Sgd o -> new Tolerance(2 * EPSILON, 2e-6, 0);
            case UpdateOp.Adam o -> new Tolerance(2 * EPSILON, 2e-6, 0);
            // A sum of squares, taken in order: half of 0.6 √n ε for 100 000 parameters.
            case UpdateOp.GradientNorm o -> relative(1e-5);
            case UpdateOp.ClipScale o -> relative(1e-6);
            case UpdateOp.Advance o -> exact();
        };
    }
}
