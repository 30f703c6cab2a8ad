package dev.hourglass.cli;

import dev.hourglass.train.TrainListener;

/** Shows how training goes. */
public interface ProgressDisplay extends TrainListener, AutoCloseable {

    /** A bar where somebody watches, a line for each epoch elsewhere. */
    static ProgressDisplay of(Streams streams, Verbosity verbosity) {
        if (verbosity == Verbosity.QUIET) {
            return new ProgressDisplay() {
            };
        }
        return streams.isInteractive() ? new EpochBars(streams) : new EpochLines(streams);
    }

    /**
     * Leaves the terminal as it should be. Called at the end, however it came; more than once does no harm.
     */
    @Override
    default void close() {
    }
}
