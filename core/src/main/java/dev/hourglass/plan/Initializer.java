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

    /**
     * Scaled principal components of what will be trained on; zero until somebody who has the data writes
     * them.
     *
     * @param pace what the values are multiplied by where they are used
     */
    record Components(float pace) implements Initializer {
    }
}
