package dev.hourglass.train;

import dev.hourglass.train.TrainPoint.BestLoss;

/** The lowest loss so far, and how long ago it was. */
final class Best {
    private final Stopping stopping;
    private BestLoss state;

    Best(Stopping stopping, BestLoss state) {
        this.stopping = stopping;
        this.state = state;
    }

    Best(Stopping stopping) {
        this(stopping, BestLoss.NONE);
    }

    /**
     * Takes in the loss of an epoch, or as number 0 that of the first weights; returns whether it is the
     * lowest so far.
     */
    boolean add(int number, double found) {
        double margin = stopping instanceof Stopping.Patience patience ? patience.margin() : 0;
        boolean below = found < state.mark() - margin;
        boolean lower = found < state.loss();
        state = new BestLoss(lower ? found : state.loss(), lower ? number : state.epoch(),
                below ? found : state.mark(), below ? 0 : state.sinceMark() + 1);
        return lower;
    }

    /** Number of the epoch with the lowest loss; 0 before the first, and where the first weights have it. */
    int epoch() {
        return state.epoch();
    }

    BestLoss state() {
        return state;
    }

    boolean isPatienceOver() {
        return stopping instanceof Stopping.Patience patience && state.sinceMark() >= patience.patience();
    }
}
