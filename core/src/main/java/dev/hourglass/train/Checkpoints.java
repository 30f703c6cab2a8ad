package dev.hourglass.train;

import java.util.Map;

/**
 * How a training survives a power cut.
 *
 * @param store    where checkpoints go, and where the one to go on from comes from
 * @param interval how often one is taken
 * @param run      what must be the same for a training to go on, by name, in words: the data's digest and
 *                 whatever else the trainer cannot see. It adds its own settings, the program and the backend
 */
public record Checkpoints(CheckpointStore store, Interval interval, Map<String, String> run) {

    public Checkpoints {
        run = Map.copyOf(run);
    }
}
