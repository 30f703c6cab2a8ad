package dev.hourglass.plan;

/** An element-wise function y = f(x). Its derivative is taken from y where y tells it, otherwise from x. */
public sealed interface Activation {

    /**
     * Which side of the function its derivative is computed from, and so has to be kept for the backward
     * pass.
     */
    enum Saved {
        INPUT, OUTPUT
    }

    default Saved saved() {
        return Saved.OUTPUT;
    }

    /** y = x. Layers without a function carry it; lowering them emits no op. */
    record Identity() implements Activation {
    }

    /** max(x, 0); derivative 0 at 0. */
    record Relu() implements Activation {
    }

    /**
     * x where x &gt; 0, otherwise slope · x; slope must be positive, so that the sign of y is the sign of x.
     */
    record LeakyRelu(float slope) implements Activation {
        public LeakyRelu {
            if (!(slope > 0)) {
                throw new PlanException("LeakyRelu: slope must be positive, found " + slope);
            }
        }
    }

    /** x where x &gt; 0, otherwise alpha (exp(x) − 1). Clevert et al. 2015. */
    record Elu(float alpha) implements Activation {
        public Elu {
            if (!(alpha > 0)) {
                throw new PlanException("Elu: alpha must be positive, found " + alpha);
            }
        }
    }

    /** 1 / (1 + exp(−x)). */
    record Sigmoid() implements Activation {
    }

    /** Hyperbolic tangent. */
    record Tanh() implements Activation {
    }

    /** log(1 + exp(x)). */
    record Softplus() implements Activation {
    }

    /** x · sigmoid(x). Elfwing et al. 2017. */
    record Silu() implements Activation {
        @Override
        public Saved saved() {
            return Saved.INPUT;
        }
    }

    /** x · Φ(x) with the exact normal distribution function. Hendrycks and Gimpel 2016. */
    record Gelu() implements Activation {
        @Override
        public Saved saved() {
            return Saved.INPUT;
        }
    }

    /** exp(x). */
    record Exp() implements Activation {
    }

    /** min(max(x, low), high); derivative 1 where low ≤ x ≤ high, otherwise 0. */
    record Clamp(float low, float high) implements Activation {
        public Clamp {
            if (!(low < high)) {
                throw new PlanException("Clamp: low must be below high, found " + low + " and " + high);
            }
        }

        @Override
        public Saved saved() {
            return Saved.INPUT;
        }
    }
}
