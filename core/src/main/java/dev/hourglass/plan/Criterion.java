package dev.hourglass.plan;

/**
 * How far a prediction p is from a target t, per element. A row's loss is the mean over its elements; the
 * loss of a batch is the mean of its rows weighted by their sample weights.
 */
public sealed interface Criterion {

    /** (p − t)². */
    record MeanSquaredError() implements Criterion {
    }

    /**
     * −t log σ(p) − (1 − t) log(1 − σ(p)), with p a logit; computed as max(p, 0) − p t + log(1 + exp(−|p|)),
     * which neither overflows nor loses its gradient. The target lies in [0, 1].
     */
    record BinaryCrossEntropy() implements Criterion {
    }

    /** |p − t|; gradient 0 where they are equal. */
    record MeanAbsoluteError() implements Criterion {
    }

    /** (p − t)² / 2 within delta, otherwise delta (|p − t| − delta / 2). Huber 1964. */
    record Huber(float delta) implements Criterion {
        public Huber {
            if (!(delta > 0)) {
                throw new PlanException("Huber: delta must be positive, found " + delta);
            }
        }
    }
}
