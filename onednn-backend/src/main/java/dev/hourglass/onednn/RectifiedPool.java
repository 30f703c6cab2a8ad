package dev.hourglass.onednn;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.PointwiseOp.BiasGradient;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The gradients of a max-pool, of the ReLU before it and, where it comes next, of that one's bias.
 *
 * @param pool      the pool, done before in the same stretch
 * @param gradient  its gradient
 * @param rectifier the ReLU's
 * @param bias      the bias's; sums per pixel
 */
record RectifiedPool(Pool pool, PoolGradient gradient, ActivateGradient rectifier,
        Optional<BiasGradient> bias) {

    /**
     * At the beginning of some ops.
     *
     * @param passes whether the first slot goes to the op that reads it as the second, and no further
     */
    static Optional<RectifiedPool> of(List<Op> next, Stage stage, BiPredicate<Slot, Slot> passes) {
        if (next.size() < 2 || !(next.getFirst() instanceof PoolGradient gradient)
                || !(next.get(1) instanceof ActivateGradient rectifier)
                || !(rectifier.function() instanceof Activation.Relu) || gradient.write() == Write.ADD
                || rectifier.write() == Write.ADD || !rectifier.saved().equals(gradient.large())
                || !passes.test(gradient.largeGradient(), rectifier.outGradient())) {
            return Optional.empty();
        }
        return stage.maxima().pool(gradient).filter(pool -> stage.isPrivate(pool.small()))
                .map(pool -> new RectifiedPool(pool, gradient, rectifier, bias(next, rectifier)));
    }

    private static Optional<BiasGradient> bias(List<Op> next, ActivateGradient rectifier) {
        return next.size() > 2 && next.get(2) instanceof BiasGradient bias && PixelSums.fits(bias)
                && bias.outGradient().equals(rectifier.inGradient()) ? Optional.of(bias) : Optional.empty();
    }

    /** How many ops it does. */
    int ops() {
        return bias.isPresent() ? 3 : 2;
    }
}
