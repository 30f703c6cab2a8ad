package dev.hourglass.train;

import dev.hourglass.optim.Schedule;

/**
 * How long and in which order a model is trained. The batch size is the program's.
 *
 * @param epochs   passes over the data at most, at least 1
 * @param rate     learning rate that the schedule scales
 * @param schedule how the learning rate changes over the run
 * @param stopping when to end early, and which weights to keep
 * @param seed     of the order of the data, and of the initial weights where training starts afresh
 */
public record TrainConfig(int epochs, float rate, Schedule schedule, Stopping stopping, long seed) {

    public TrainConfig {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, found " + epochs);
        }
    }

    /** Constant learning rate 1e-3, no early stopping. */
    public static TrainConfig of(int epochs, long seed) {
        return new TrainConfig(epochs, 1e-3f, new Schedule.Constant(), new Stopping.Never(), seed);
    }

    /**
     * The learning rate of a step.
     *
     * @param step from 0
     * @param all  steps of the whole run
     */
    public float rate(long step, long all) {
        return (float) (rate * schedule.factor(step, all));
    }

    public TrainConfig withRate(float changed) {
        return new TrainConfig(epochs, changed, schedule, stopping, seed);
    }

    public TrainConfig withSchedule(Schedule changed) {
        return new TrainConfig(epochs, rate, changed, stopping, seed);
    }

    public TrainConfig withStopping(Stopping changed) {
        return new TrainConfig(epochs, rate, schedule, changed, seed);
    }
}
