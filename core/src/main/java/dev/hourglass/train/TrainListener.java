package dev.hourglass.train;

import dev.hourglass.plan.Shape;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Is told how training goes, on the thread that trains. Progress bars, logs and metrics are listeners. */
public interface TrainListener {

    /**
     * What is about to be done.
     *
     * @param epochs epochs at most
     * @param steps  steps of one epoch
     * @param rows   rows of one epoch
     * @param row    shape of a row
     */
    record Started(int epochs, int steps, int rows, Shape row) {
    }

    /**
     * What the weights were worth before the first step. Looked at only where a program starts at principal
     * components and the best epoch is kept by its validation loss: there training may end with those
     * weights.
     *
     * @param validation metrics on the validation rows; empty when nobody looked
     * @param weights    their SHA-256, as that of an {@link Epoch}; empty when nobody looked
     */
    record Beginning(Map<String, Double> validation, String weights) {
        /** Nobody looked. */
        public static final Beginning UNKNOWN = new Beginning(Map.of(), "");

        public Beginning {
            validation = Map.copyOf(validation);
        }

        public OptionalDouble validationLoss() {
            return lossOf(validation);
        }
    }

    /**
     * Some steps were taken since the last report.
     *
     * @param epoch   from 1
     * @param step    steps taken in this epoch
     * @param rows    rows seen in this epoch
     * @param loss    mean training loss of this epoch so far
     * @param seconds since training began
     */
    record Progress(int epoch, int step, int rows, double loss, double seconds) {
    }

    /**
     * An epoch is over.
     *
     * @param epoch      from 1
     * @param loss       mean training loss
     * @param validation metrics on the validation rows; empty when there are none
     * @param best       whether none before had a lower validation loss, what training began with included
     * @param weights    SHA-256 of the weights as they are now, in hexadecimal: every parameter and state in
     *                   the order of the model's file, each value as four bytes, least significant first
     * @param seconds    since training began
     */
    record Epoch(int epoch, double loss, Map<String, Double> validation, boolean best, String weights,
            double seconds) {
        public Epoch {
            validation = Map.copyOf(validation);
        }

        public OptionalDouble validationLoss() {
            return lossOf(validation);
        }
    }

    private static OptionalDouble lossOf(Map<String, Double> metrics) {
        Double value = metrics.get(Evaluation.LOSS);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * Training goes on from a checkpoint; told after {@link Started}.
     *
     * @param epoch     the epoch that goes on, from 1
     * @param step      steps taken in it before
     * @param rows      rows seen in it before
     * @param beginning what the first weights were worth
     * @param progress  what was reported before, in order
     * @param epochs    finished epochs, in order
     */
    record Resumed(int epoch, int step, int rows, Beginning beginning, List<Progress> progress,
            List<Epoch> epochs) {
        public Resumed {
            progress = List.copyOf(progress);
            epochs = List.copyOf(epochs);
        }
    }

    /**
     * A checkpoint was kept.
     *
     * @param epoch   the epoch that would go on, from 1
     * @param step    steps taken in it
     * @param seconds that taking and keeping it took
     */
    record Saved(int epoch, int step, double seconds) {
    }

    default void started(Started started) {
    }

    /** Told after {@link #started}, where somebody looked and training does not go on from a checkpoint. */
    default void began(Beginning beginning) {
    }

    default void resumed(Resumed resumed) {
    }

    default void saved(Saved saved) {
    }

    /** A checkpoint could not be kept; training goes on, and it is tried again when the next is due. */
    default void notSaved(String reason) {
    }

    /** Something goes wrong, though not so badly that training ends: what, and what to try. */
    default void noticed(String warning) {
    }

    default void progress(Progress progress) {
    }

    default void epoch(Epoch epoch) {
    }

    default void finished(TrainReport report) {
    }
}
