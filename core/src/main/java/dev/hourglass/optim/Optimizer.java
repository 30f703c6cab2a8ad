package dev.hourglass.optim;

import dev.hourglass.plan.UpdateOp.Decay;
import dev.hourglass.plan.UpdateOp.Momentum;

/** How gradients become steps. */
public sealed interface Optimizer {

    /** The learning rate that schedules scale. */
    float rate();

    /** The same optimizer with another learning rate. */
    Optimizer withRate(float rate);

    /**
     * Stochastic gradient descent; momentum 0 is the plain form. The decay is coupled: it joins the gradient.
     */
    record Sgd(float rate, float momentum, Momentum kind, float weightDecay) implements Optimizer {
        public Sgd {
            checkRate(rate);
        }

        /** Classic momentum without decay. */
        public static Sgd of(float rate, float momentum) {
            return new Sgd(rate, momentum, Momentum.CLASSIC, 0);
        }

        @Override
        public Sgd withRate(float changed) {
            return new Sgd(changed, momentum, kind, weightDecay);
        }
    }

    /** Adam (Kingma and Ba 2014) and, with decoupled decay, AdamW (Loshchilov and Hutter 2017). */
    record Adam(float rate, Betas betas, float epsilon, float weightDecay, Decay decay) implements Optimizer {
        public Adam {
            checkRate(rate);
        }

        /** Decay rates of the two moments. */
        public record Betas(float first, float second) {
        }

        /** Betas 0.9 and 0.999, epsilon 1e-8, no weight decay: the paper's settings and PyTorch's. */
        public static Adam of(float rate) {
            return new Adam(rate, new Betas(0.9f, 0.999f), 1e-8f, 0, Decay.DECOUPLED);
        }

        /** AdamW: the decay acts on the weights themselves, scaled by the learning rate. */
        public static Adam withDecay(float rate, float weightDecay) {
            return new Adam(rate, new Betas(0.9f, 0.999f), 1e-8f, weightDecay, Decay.DECOUPLED);
        }

        @Override
        public Adam withRate(float changed) {
            return new Adam(changed, betas, epsilon, weightDecay, decay);
        }
    }

    private static void checkRate(float rate) {
        if (!(rate > 0) || Float.isInfinite(rate)) {
            throw new IllegalArgumentException("the learning rate must be positive, found " + rate);
        }
    }
}
