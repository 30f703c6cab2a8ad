package dev.hourglass.models;

import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.plan.Criterion;

/**
 * What is minimised, and how.
 *
 * @param criterion  distance between the output and the clean row
 * @param corruption what is done to the row before it is encoded
 * @param optimizer  how gradients become steps
 * @param clipping   what happens to gradients that are too long
 */
public record Objective(Criterion criterion, Corruption corruption, Optimizer optimizer, Clipping clipping) {

    /** Mean squared error of the row itself, by Adam at 1e-3. */
    public static Objective reconstruction() {
        return new Objective(new Criterion.MeanSquaredError(), new Corruption.None(),
                Optimizer.Adam.of(1e-3f),
                new Clipping.None());
    }

    /**
     * Binary cross-entropy of the clean row, by Adam at 1e-3. Cross-entropy through a sigmoid keeps its
     * gradient where squared error loses it, so a network that starts out black still learns.
     */
    public static Objective denoising(Corruption corruption) {
        return new Objective(new Criterion.BinaryCrossEntropy(), corruption, Optimizer.Adam.of(1e-3f),
                new Clipping.None());
    }

    public Objective withCriterion(Criterion changed) {
        return new Objective(changed, corruption, optimizer, clipping);
    }

    public Objective withCorruption(Corruption changed) {
        return new Objective(criterion, changed, optimizer, clipping);
    }

    public Objective withOptimizer(Optimizer changed) {
        return new Objective(criterion, corruption, changed, clipping);
    }

    public Objective withClipping(Clipping changed) {
        return new Objective(criterion, corruption, optimizer, changed);
    }
}
