package dev.hourglass.cuda;

import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.PointwiseOp.BiasGradient;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.BackendException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Neighbouring ops that one kernel does, so that what they share is read once. The bits are those of the ops
 * one by one; a test holds the two against each other.
 */
enum Fusion {
    /** Every op by itself. */
    NONE,
    /** Wherever neighbours fit together. */
    NEIGHBOURS;

    static final String PROPERTY = "hourglass.cuda.fusion";

    /** What the system property asks for; NEIGHBOURS where it is not set. */
    static Fusion wanted() {
        String name = System.getProperty(PROPERTY, "neighbours");
        return switch (name) {
            case "none" -> NONE;
            case "neighbours" -> NEIGHBOURS;
            default -> throw new BackendException(
                    "system property " + PROPERTY + " must be none or neighbours, found '" + name + "'");
        };
    }

    /**
     * Binds the first of these ops together with those after it that it fits with.
     *
     * @return how many were bound; 0 where the first has to be bound by itself
     */
    int bind(List<Op> ops, Binding b) {
        if (this == NONE || ops.size() < 2) {
            return 0;
        }
        return switch (ops.getFirst()) {
            case Convolve convolve when ops.size() > 2 && ops.get(1) instanceof AddBias bias
                    && ops.get(2) instanceof Activate activate
                    && fit(convolve, bias, activate, ops.subList(3, ops.size()), b) -> {
                ConvKernels.bind(convolve, bias, activate, sum(bias, activate, ops.subList(3, ops.size())),
                        b);
                b.endOp(Binding.name(convolve) + " + " + bias.name() + " + " + activate.function());
                yield 3;
            }
            case AddBias bias when ops.get(1) instanceof Activate activate
                    && activate.in().equals(bias.out()) -> {
                PointwiseKernels.bind(bias, activate, sum(bias, activate, ops.subList(2, ops.size())), b);
                b.endOp(Binding.name(bias) + " + " + activate.function());
                yield 2;
            }
            case ActivateGradient gradient when ops.get(1) instanceof BiasGradient bias
                    && bias.outGradient().equals(gradient.inGradient()) -> {
                PointwiseKernels.bind(gradient, bias, b);
                b.endOp(Binding.name(gradient) + " + " + bias.name());
                yield 2;
            }
            case SampleLoss loss when ops.size() > 2 && ops.get(1) instanceof WeightedSum sum
                    && ops.get(2) instanceof LossGradient gradient && fit(loss, sum, gradient, b) -> {
                LossKernels.bind(loss, gradient, b);
                b.endOp(Binding.name(loss) + " + " + gradient.name());
                LossKernels.bind(sum, b);
                b.endOp(Binding.name(sum));
                yield 3;
            }
            default -> 0;
        };
    }

    /**
     * Whether a convolution of our own may go on with bias and activation: nobody else wants its product, and
     * the results do not lie where other threads still read.
     */
    private static boolean fit(Convolve convolve, AddBias bias, Activate activate, List<Op> after,
            Binding b) {
        Slot product = convolve.small();
        return convolve.write() == Write.SET && bias.in().equals(product)
                && activate.in().equals(bias.out()) && product.role() == Role.ACTIVATION
                && bias.bias().elements() == convolve.geometry().small().c()
                && ConvKernels.isOwn(convolve, b)
                && Stream.of(convolve.large(), convolve.filter()).allMatch(
                        read -> apart(read, bias.out(), b) && apart(read, activate.out(), b))
                && after.stream().flatMap(op -> op.reads().stream()).noneMatch(product::overlaps);
    }

    /**
     * Where to put what the activation is given: if nobody reads it afterwards, there where the activation's
     * result replaces it at once, which spares memory a write.
     */
    private static Slot sum(AddBias bias, Activate activate, List<Op> after) {
        Slot sum = bias.out();
        boolean wanted = sum.role() != Role.ACTIVATION
                || after.stream().flatMap(op -> op.reads().stream()).anyMatch(sum::overlaps);
        return wanted ? sum : activate.out();
    }

    /**
     * Whether the gradient may be taken before the losses are summed: it must not lie where the sum still
     * reads.
     */
    private static boolean fit(SampleLoss loss, WeightedSum sum, LossGradient gradient, Binding b) {
        return gradient.criterion().equals(loss.criterion())
                && gradient.prediction().equals(loss.prediction())
                && gradient.target().equals(loss.target()) && apart(gradient.gradient(), loss.losses(), b)
                && apart(gradient.gradient(), sum.values(), b)
                && apart(gradient.gradient(), sum.weights(), b)
                && apart(gradient.gradient(), sum.totals(), b);
    }

    private static boolean apart(Slot one, Slot other, Binding b) {
        long first = b.at(one);
        long second = b.at(other);
        return first + one.bytes() <= second || second + other.bytes() <= first;
    }
}
