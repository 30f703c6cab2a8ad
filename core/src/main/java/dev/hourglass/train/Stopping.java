package dev.hourglass.train;

/** When training ends before its last epoch, and which weights it ends with. */
public sealed interface Stopping {

    /** Trains all epochs and keeps the last weights. */
    record Never() implements Stopping {
    }

    /**
     * Trains all epochs and keeps the weights of the epoch with the lowest validation loss; without
     * validation rows there is nothing to choose by, and the last weights are kept.
     */
    record KeepBest() implements Stopping {
    }

    /**
     * Ends after {@code patience} epochs in a row in which the validation loss was not lower than its lowest
     * value by at least {@code margin}, and keeps the weights of the epoch with the lowest validation loss;
     * without validation rows the training loss takes its place.
     */
    record Patience(int patience, double margin) implements Stopping {
        public Patience {
            if (patience < 1 || !(margin >= 0)) {
                throw new IllegalArgumentException(
                        "early stopping: patience must be at least 1 and margin not negative, "
                                + "found " + patience + " and " + margin);
            }
        }
    }
}
