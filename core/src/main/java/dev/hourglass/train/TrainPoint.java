package dev.hourglass.train;

import dev.hourglass.train.TrainListener.Beginning;
import dev.hourglass.train.TrainListener.Epoch;
import java.util.List;
import java.util.Map;

/**
 * Where a training stands, apart from the floats it computes with.
 *
 * @param run             what must be the same when it goes on, by name, in words
 * @param epoch           the epoch that goes on, from 1
 * @param step            steps taken in it; their rows are the first in the order that seed and epoch give
 * @param beginning       what the first weights were worth
 * @param best            the lowest loss so far
 * @param epochs          finished epochs, in order
 * @param counters        values of the I32 slots that change from step to step, by name
 * @param trainingSeconds spent in training steps
 * @param seconds         since training began, pauses not counted
 */
public record TrainPoint(Map<String, String> run, int epoch, int step, Beginning beginning, BestLoss best,
        List<Epoch> epochs, Map<String, Integer> counters, double trainingSeconds, double seconds) {

    /**
     * What early stopping and the choice of the best epoch go by.
     *
     * @param loss      the lowest so far; infinite where there is none
     * @param epoch     its number; 0 before the first, and where the first weights have the lowest
     * @param mark      the loss that the next one must lie below by the margin
     * @param sinceMark epochs in a row that did not
     */
    public record BestLoss(double loss, int epoch, double mark, int sinceMark) {
        static final BestLoss NONE = new BestLoss(Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY, 0);
    }

    public TrainPoint {
        run = Map.copyOf(run);
        epochs = List.copyOf(epochs);
        counters = Map.copyOf(counters);
        if (epoch < 1 || step < 0 || epochs.size() != epoch - 1) {
            throw new IllegalArgumentException(
                    "expected an epoch from 1 with all earlier ones finished, found "
                            + "epoch " + epoch + ", step " + step + " after " + epochs.size()
                            + " finished ones");
        }
    }
}
