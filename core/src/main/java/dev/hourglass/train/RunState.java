package dev.hourglass.train;

import dev.hourglass.train.TrainListener.Beginning;
import dev.hourglass.train.TrainListener.Epoch;
import dev.hourglass.train.TrainPoint.BestLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How far a training has come, on the host's side. */
final class RunState {
    private static final double NANOS = 1e9;

    private final long began = System.nanoTime();
    private final double secondsBefore;
    private final Best best;
    private final Looks looks;
    private final List<Epoch> epochs;
    private Beginning beginning = Beginning.UNKNOWN;
    private double trainingSeconds;
    private long clock;
    private int epoch;
    private int step;

    private RunState(Stopping stopping, BestLoss best, Looks looks, List<Epoch> epochs,
            double secondsBefore) {
        this.best = new Best(stopping, best);
        this.looks = looks;
        this.epochs = new ArrayList<>(epochs);
        this.secondsBefore = secondsBefore;
    }

    static RunState fresh(Stopping stopping) {
        var state = new RunState(stopping, BestLoss.NONE, new Looks(new float[0]), List.of(), 0);
        state.epoch = 1;
        return state;
    }

    static RunState of(TrainPoint point, Looks looks, Stopping stopping) {
        var state = new RunState(stopping, point.best(), looks, point.epochs(), point.seconds());
        state.epoch = point.epoch();
        state.step = point.step();
        state.beginning = point.beginning();
        state.trainingSeconds = point.trainingSeconds();
        return state;
    }

    TrainPoint point(Map<String, String> run, Map<String, Integer> counters) {
        return new TrainPoint(run, epoch, step, beginning, best.state(), epochs, counters,
                trainingSeconds + running(), seconds());
    }

    /** Notes what the first weights are worth: no epoch with a higher loss is the best. */
    void begins(Beginning found) {
        beginning = found;
        found.validationLoss().ifPresent(loss -> best.add(0, loss));
    }

    Beginning beginning() {
        return beginning;
    }

    /** The epoch that goes on, from 1. */
    int epoch() {
        return epoch;
    }

    /** Steps taken in this epoch. */
    int step() {
        return step;
    }

    /** Counts a step. */
    void stepped() {
        step++;
    }

    /** From here on time is spent in training steps. */
    void startClock() {
        clock = System.nanoTime();
    }

    /** And from here on no more. */
    void stopClock() {
        trainingSeconds += running();
        clock = 0;
    }

    private double running() {
        return clock == 0 ? 0 : (System.nanoTime() - clock) / NANOS;
    }

    /** Ends the epoch. */
    void finished(Epoch done) {
        epochs.add(done);
        epoch++;
        step = 0;
    }

    List<Epoch> epochs() {
        return Collections.unmodifiableList(epochs);
    }

    Best best() {
        return best;
    }

    Looks looks() {
        return looks;
    }

    /** Spent in training steps of finished epochs. */
    double trainingSeconds() {
        return trainingSeconds;
    }

    /** Since training began, pauses not counted. */
    double seconds() {
        return secondsBefore + (System.nanoTime() - began) / NANOS;
    }
}
