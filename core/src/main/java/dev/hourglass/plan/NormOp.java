package dev.hourglass.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Batch normalisation over the last axis (Ioffe and Szegedy 2015). With m values per channel c: y = gamma ·
 * (x − mean) / √(variance + epsilon) + beta.
 */
public sealed interface NormOp extends Op {

    /**
     * @param epsilon  added to the variance
     * @param momentum share of the batch's statistics in the new running ones
     */
    record Settings(float epsilon, float momentum) {
        public Settings {
            if (!(epsilon > 0) || !(momentum > 0 && momentum <= 1)) {
                throw new PlanException(
                        "batch norm: epsilon must be positive and momentum in (0, 1], found " + epsilon
                                + " and " + momentum);
            }
        }
    }

    /** Scale and shift, or their gradients: (c) each. */
    record Affine(Slot gamma, Slot beta) {
    }

    /**
     * What the forward pass keeps for the backward one: (c) each; deviation is 1 / √(biased variance +
     * epsilon).
     */
    record Saved(Slot mean, Slot inverseDeviation) {
    }

    /** Running mean and unbiased variance, (c) each, used in inference. */
    record Running(Slot mean, Slot variance) {
    }

    /** Training: normalises by the batch's own statistics, saves them and moves the running ones. */
    record BatchNorm(Settings settings, Slot in, Affine affine, Running running, Saved saved, Slot out)
            implements NormOp, Differentiable {

        public BatchNorm {
            Check.sameElements("BatchNorm", in, out);
            channels("BatchNorm", in, affine.gamma, affine.beta, running.mean, running.variance, saved.mean,
                    saved.inverseDeviation);
            Check.apart("BatchNorm", out, in);
        }

        @Override
        public List<Slot> reads() {
            return List.of(in, affine.gamma, affine.beta, running.mean, running.variance);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out, saved.mean, saved.inverseDeviation, running.mean, running.variance);
        }

        @Override
        public long flops() {
            return 6L * in.elements();
        }
    }

    /** Inference: normalises by the running statistics. */
    record BatchNormInference(Settings settings, Slot in, Affine affine, Running running, Slot out)
            implements NormOp {

        public BatchNormInference {
            Check.sameElements("BatchNormInference", in, out);
            channels("BatchNormInference", in, affine.gamma, affine.beta, running.mean, running.variance);
        }

        @Override
        public List<Slot> reads() {
            return List.of(in, affine.gamma, affine.beta, running.mean, running.variance);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }

        @Override
        public List<Slot> reusable() {
            return List.of(in);
        }
    }

    /**
     * Gradients of the training form with respect to its input, gamma and beta.
     *
     * @param in       the forward op's input
     * @param gamma    (c)
     * @param gradient receives the gradients of gamma and beta
     * @param write    for all three results
     */
    record BatchNormGradient(Slot in, Slot outGradient, Slot gamma, Saved saved, Slot inGradient,
            Affine gradient,
            Write write) implements NormOp {

        public BatchNormGradient {
            Check.sameElements("BatchNormGradient", in, outGradient);
            Check.sameElements("BatchNormGradient", in, inGradient);
            channels("BatchNormGradient", in, gamma, saved.mean, saved.inverseDeviation, gradient.gamma,
                    gradient.beta);
            Check.apart("BatchNormGradient", inGradient, in, outGradient);
        }

        @Override
        public List<Slot> reads() {
            var reads = new ArrayList<>(List.of(in, outGradient, gamma, saved.mean, saved.inverseDeviation));
            if (write == Write.ADD) {
                reads.addAll(writes());
            }
            return List.copyOf(reads);
        }

        @Override
        public List<Slot> writes() {
            return List.of(inGradient, gradient.gamma, gradient.beta);
        }

        @Override
        public long flops() {
            return 10L * in.elements();
        }
    }

    private static void channels(String op, Slot image, Slot... perChannel) {
        for (Slot slot : perChannel) {
            Check.elements(op, slot, image.shape().extent(-1));
        }
    }
}
