package dev.hourglass.plan;

/** The values a parameter or a piece of state starts from. */
public sealed interface Initializer {

    /** Every element the same. */
    record Constant(float value) implements Initializer {
    }

    /** Uniform in [−limit, limit). */
    record Uniform(float limit) implements Initializer {
    }

    /** Normal with mean 0 and the given standard deviation. */
    record Normal(float deviation) implements Initializer {
    }
}
