package dev.hourglass.cli;

import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainListener.Epoch;
import java.util.OptionalDouble;

/**
 * Which weights a training ended with, and why those.
 *
 * @param epoch   its number; 0 for those it began with, or from the middle of the first epoch
 * @param name    in words
 * @param reason  in words
 * @param weights their SHA-256; empty when they are from the middle of an epoch
 */
public record Kept(int epoch, String name, String reason, String weights) {

    static Kept of(int epoch, LossHistory history, Stopping stopping) {
        if (epoch == 0) {
            String weights = history.beginning().weights();
            return new Kept(0, weights.isEmpty() ? "the middle of the first epoch" : "the start",
                    history.epochs().isEmpty() ? "no epoch was finished" : startReason(history), weights);
        }
        var kept = history.epochs().get(epoch - 1);
        return new Kept(epoch, "epoch " + epoch, reason(kept, history, stopping), kept.weights());
    }

    private static String startReason(LossHistory history) {
        double lowest = history.epochs().stream().mapToDouble(each -> each.validationLoss().orElseThrow())
                .min()
                .orElseThrow();
        return "no epoch had a lower validation loss than the principal components it started at, "
                + Words.error(history.beginning().validationLoss().orElseThrow())
                + "; the lowest afterwards was "
                + Words.error(lowest);
    }

    private static String reason(Epoch kept, LossHistory history, Stopping stopping) {
        OptionalDouble loss = kept.validationLoss();
        if (stopping instanceof Stopping.Never) {
            return "the last one";
        }
        if (loss.isEmpty()) {
            return stopping instanceof Stopping.Patience ? "its training loss was the lowest"
                    : "the last one; there are no validation rows to choose by";
        }
        var start = history.beginning().validationLoss();
        var last = history.epochs().getLast();
        return "its validation loss was the lowest, " + Words.error(loss.getAsDouble())
                + (start.isPresent() ? "; at the start it was " + Words.error(start.getAsDouble()) : "")
                + (last.epoch() == kept.epoch() ? ""
                        : "; after the last epoch it was "
                                + Words.error(last.validationLoss().orElseThrow()));
    }

    /** Whether they are from the middle of an epoch, so that nothing says what they are worth. */
    public boolean isUnfinished() {
        return weights.isEmpty();
    }
}
