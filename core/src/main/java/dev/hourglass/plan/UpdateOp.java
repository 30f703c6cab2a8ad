package dev.hourglass.plan;

import java.util.List;

/** Optimizer steps. One op covers a whole span of the parameter block. */
public sealed interface UpdateOp extends Op {

    /** How weight decay enters. */
    enum Decay {
        /** Added to the gradient (L2 penalty). */
        COUPLED,
        /** Subtracted from the weights, scaled by the learning rate. Loshchilov and Hutter 2017. */
        DECOUPLED
    }

    /** Whether momentum looks ahead. */
    enum Momentum {
        CLASSIC, NESTEROV
    }

    /**
     * What changes from step to step, one F32 element each, but for step.
     *
     * @param rate  learning rate
     * @param scale factor on every gradient before it is used; clipping writes it
     * @param step  I32: number of this step, the first being 1
     */
    record StepControl(Slot rate, Slot scale, Slot step) {
        public StepControl {
            Check.elements("StepControl", rate, 1);
            Check.elements("StepControl", scale, 1);
            Check.elements("StepControl", step, 1);
            Check.type("StepControl", step, DType.I32);
        }
    }

    /** Settings of stochastic gradient descent; momentum 0 is the plain form. */
    record SgdSettings(float momentum, Momentum kind, float weightDecay) {
        public SgdSettings {
            if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
                throw new PlanException(
                        "Sgd: momentum must be in [0, 1) and weight decay not negative, found "
                                + momentum + " and " + weightDecay);
            }
        }
    }

    /** Settings of Adam; epsilon is added to the root of the corrected second moment, as in the paper. */
    record AdamSettings(float beta1, float beta2, float epsilon, float weightDecay, Decay decay) {
        public AdamSettings {
            if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(epsilon > 0)
                    || !(weightDecay >= 0)) {
                throw new PlanException(
                        "Adam: betas must be in [0, 1), epsilon positive and weight decay not "
                                + "negative, found " + beta1 + ", " + beta2 + ", " + epsilon + ", "
                                + weightDecay);
            }
        }
    }

    /**
     * One step of gradient descent over a span. With g = scale · grads + weightDecay · params: velocity =
     * momentum · velocity + g; params −= rate · velocity, or rate · (g + momentum · velocity) for Nesterov.
     * The velocity starts at zero.
     */
    record Sgd(SgdSettings settings, Slot params, Slot grads, Slot velocity, StepControl control)
            implements UpdateOp {

        public Sgd {
            Check.sameElements("Sgd", params, grads);
            Check.sameElements("Sgd", params, velocity);
        }

        @Override
        public List<Slot> reads() {
            return List.of(params, grads, velocity, control.rate, control.scale);
        }

        @Override
        public List<Slot> writes() {
            return List.of(params, velocity);
        }

        @Override
        public String detail() {
            return settings.toString();
        }
    }

    /**
     * One step of Adam (Kingma and Ba 2014) over a span; first and second moment start at zero. With g =
     * scale · grads (+ weightDecay · params when coupled), t = step:
     *
     * <pre>
     * first  = β₁ first + (1 − β₁) g          second = β₂ second + (1 − β₂) g²
     * params = params (1 − rate · weightDecay)                                      (when decoupled)
     * params = params − rate · (first / (1 − β₁ᵗ)) / (√(second / (1 − β₂ᵗ)) + ε)
     * </pre>
     */
    record Adam(AdamSettings settings, Slot params, Slot grads, Slot first, Slot second, StepControl control)
            implements UpdateOp {

        public Adam {
            Check.sameElements("Adam", params, grads);
            Check.sameElements("Adam", params, first);
            Check.sameElements("Adam", params, second);
        }

        @Override
        public List<Slot> reads() {
            return List.of(params, grads, first, second, control.rate, control.scale, control.step);
        }

        @Override
        public List<Slot> writes() {
            return List.of(params, first, second);
        }

        @Override
        public long flops() {
            return 12L * params.elements();
        }

        @Override
        public String detail() {
            return settings.toString();
        }
    }

    /** norm[0] = √ Σ grads². */
    record GradientNorm(Slot grads, Slot norm) implements UpdateOp {

        public GradientNorm {
            Check.elements("GradientNorm", norm, 1);
        }

        @Override
        public List<Slot> reads() {
            return List.of(grads);
        }

        @Override
        public List<Slot> writes() {
            return List.of(norm);
        }

        @Override
        public long flops() {
            return 2L * grads.elements();
        }
    }

    /**
     * scale[0] = min(1, limit / (norm[0] + 1e-6)): the factor that brings the gradient's norm down to the
     * limit.
     */
    record ClipScale(float limit, Slot norm, Slot scale) implements UpdateOp {

        public ClipScale {
            if (!(limit > 0)) {
                throw new PlanException("ClipScale: limit must be positive, found " + limit);
            }
            Check.elements("ClipScale", norm, 1);
            Check.elements("ClipScale", scale, 1);
        }

        @Override
        public List<Slot> reads() {
            return List.of(norm);
        }

        @Override
        public List<Slot> writes() {
            return List.of(scale);
        }

        @Override
        public String detail() {
            return "limit " + limit;
        }
    }

    /** counter[0] += 1; an I32 scalar. */
    record Advance(Slot counter) implements UpdateOp {

        public Advance {
            Check.type("Advance", counter, DType.I32);
            Check.elements("Advance", counter, 1);
        }

        @Override
        public List<Slot> reads() {
            return List.of(counter);
        }

        @Override
        public List<Slot> writes() {
            return List.of(counter);
        }
    }
}
