package dev.hourglass.train;

import dev.hourglass.plan.Shape;
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
     * @param best       whether no epoch before had a lower validation loss
     * @param seconds    since training began
     */
    record Epoch(int epoch, double loss, Map<String, Double> validation, boolean best, double seconds) {
        public Epoch {
            validation = Map.copyOf(validation);
        }

        public OptionalDouble validationLoss() {
            Double value = validation.get(Evaluation.LOSS);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }
    }

    default void started(Started started) {
    }

    default void progress(Progress progress) {
    }

    default void epoch(Epoch epoch) {
    }

    default void finished(TrainReport report) {
    }
}
