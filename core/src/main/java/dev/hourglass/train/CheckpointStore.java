package dev.hourglass.train;

import dev.hourglass.data.DataException;
import java.util.Optional;

/** Where checkpoints of one training are kept. */
public interface CheckpointStore {

    /** The newest checkpoint that is sound; empty when there is none. */
    Optional<Checkpoint> latest();

    /**
     * Keeps a checkpoint, whole or not at all; older ones may go once it is kept.
     *
     * @throws DataException when it cannot be kept; those from before stay
     */
    void save(Checkpoint checkpoint);

    /** Removes all of them. */
    void clear();
}
