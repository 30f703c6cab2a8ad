package dev.hourglass.models.anomaly;

import dev.hourglass.models.CheckpointFolder;
import dev.hourglass.train.Checkpoints;
import dev.hourglass.train.Interval;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.TrainListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Told how the fitting of a detector goes, on the thread that fits; may ask it to end, and says where the
 * checkpoints are kept.
 */
public interface FitListener {

    /**
     * One of the trainings that a fit consists of, one after the other.
     *
     * @param number from 0
     * @param all    parts of the whole fit
     * @param name   the group of autoencoders, or the round over the images
     * @param config how long it is trained, and at which rate
     */
    record Part(int number, int all, String name, TrainConfig config) {
    }

    /** A part begins; the result is told how its training goes. */
    default List<TrainListener> begins(Part part) {
        return List.of();
    }

    /**
     * Where the checkpoints of a part are kept, and how often they are taken; each part has a store of its
     * own. Where there are checkpoints in it the part goes on from the newest, or is over. Empty for no
     * checkpoints.
     */
    default Optional<Checkpoints> checkpoints(Part part) {
        return Optional.empty();
    }

    /** @param all steps of all parts of the detector */
    default void progress(int done, int all) {
    }

    /**
     * The loss of a part in an epoch; where a fit goes on, also those of the epochs before.
     *
     * @param part the part's name
     * @param at   where training was: steps of this group, or passes over the images in all rounds
     * @param loss mean squared error over the rows that were learnt there and then
     */
    default void loss(String part, double at, double loss) {
    }

    /**
     * Asked before every step. Once it says yes, the parts that are finished make the detector; where none
     * is, fitting ends with a {@link java.util.concurrent.CancellationException}.
     */
    default boolean isCancelled() {
        return false;
    }

    /** Listens to nothing. */
    static FitListener none() {
        return new FitListener() {
        };
    }

    /**
     * Keeps checkpoints in a folder, and goes on from those that are there: a program that was killed is
     * simply run again, and ends with the same bits as if nothing had happened. Clear the folder once the
     * detector is saved.
     */
    static FitListener keeping(CheckpointFolder folder, Interval interval) {
        return new FitListener() {
            @Override
            public Optional<Checkpoints> checkpoints(Part part) {
                return Optional.of(new Checkpoints(folder.part(part.number()), interval, Map.of()));
            }
        };
    }
}
