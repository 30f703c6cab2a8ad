package dev.hourglass.models.anomaly;

/**
 * How a detector is trained. The defaults are one setting for all data.
 *
 * @param training what is known of the training rows
 * @param trim     what happens to the rows answered worst, within each step and in the second round
 * @param score    what a row's score is made of
 * @param steps    training steps of each group of autoencoders; 0 leaves the networks untrained
 * @param batch    rows of a member in a step
 * @param rate     learning rate at the start; it falls to a tenth
 * @param seed     of everything that is drawn
 */
public record DetectorSettings(Training training, Trim trim, ScoreKind score, int steps, int batch,
        float rate,
        long seed) {

    /** What is known of the training rows. */
    public enum Training {
        /** Some may be anomalies: the strangest tenth is not learnt. */
        CONTAMINATED,
        /** None is an anomaly: every row is learnt. */
        CLEAN
    }

    public DetectorSettings {
        if (steps < 0 || batch < 1 || !(rate > 0) || Float.isInfinite(rate)) {
            throw new IllegalArgumentException(
                    "steps must not be negative, batch and rate must be positive; found "
                            + steps + ", " + batch + " and " + rate);
        }
    }

    /** For training rows among which may be anomalies. */
    public static DetectorSettings contaminated(long seed) {
        return new DetectorSettings(Training.CONTAMINATED, new Trim.Hard(0.1), ScoreKind.COMBINED, 60, 128,
                5e-3f,
                seed);
    }

    /** For training rows that are known to hold none. */
    public static DetectorSettings clean(long seed) {
        return new DetectorSettings(Training.CLEAN, new Trim.None(), ScoreKind.COMBINED, 60, 128, 5e-3f,
                seed);
    }

    public DetectorSettings withTrim(Trim changed) {
        return new DetectorSettings(training, changed, score, steps, batch, rate, seed);
    }

    public DetectorSettings withScore(ScoreKind changed) {
        return new DetectorSettings(training, trim, changed, steps, batch, rate, seed);
    }

    public DetectorSettings withSteps(int changed) {
        return new DetectorSettings(training, trim, score, changed, batch, rate, seed);
    }
}
