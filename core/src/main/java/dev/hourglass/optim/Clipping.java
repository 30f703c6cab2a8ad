package dev.hourglass.optim;

/** What happens to gradients that are too long. */
public sealed interface Clipping {

    /** Nothing. */
    record None() implements Clipping {
    }

    /** The whole gradient is scaled down to this norm when it is longer. Pascanu et al. 2013. */
    record Norm(float limit) implements Clipping {
        public Norm {
            if (!(limit > 0)) {
                throw new IllegalArgumentException("the norm to clip at must be positive, found " + limit);
            }
        }
    }
}
