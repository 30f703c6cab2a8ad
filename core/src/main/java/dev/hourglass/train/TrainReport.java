package dev.hourglass.train;

import dev.hourglass.train.TrainListener.Beginning;
import dev.hourglass.train.TrainListener.Epoch;
import java.util.List;

/**
 * How a training went.
 *
 * @param outcome       how it ended
 * @param beginning     what the first weights were worth
 * @param epochs        finished epochs, in order
 * @param kept          number of the epoch whose weights were kept, from 1; 0 when no epoch had a lower
 *                      validation loss than the weights that training began with, and they were kept; also 0
 *                      where no epoch was finished and nobody looked at the first weights: what is kept is
 *                      from the middle of the first epoch then
 * @param rows          rows trained on, each counted every time
 * @param seconds       wall time, validation included
 * @param rowsPerSecond rows trained on per second of training, validation not included
 */
public record TrainReport(Outcome outcome, Beginning beginning, List<Epoch> epochs, int kept, long rows,
        double seconds, double rowsPerSecond) {

    /** How training ended. */
    public enum Outcome {
        /** All epochs were trained. */
        COMPLETED,
        /** The validation loss stopped falling. */
        STOPPED_EARLY,
        /** Somebody asked it to stop. */
        INTERRUPTED
    }

    public TrainReport {
        epochs = List.copyOf(epochs);
    }
}
