package dev.hourglass.train;

/** The lowest loss so far, and how long ago it was. */
final class Best {
    private final Stopping stopping;
    private double loss = Double.POSITIVE_INFINITY;
    private int epoch;
    private double mark = Double.POSITIVE_INFINITY;
    private int sinceMark;

    Best(Stopping stopping) {
        this.stopping = stopping;
    }

    /** Takes in the loss of an epoch; returns whether it is the lowest so far. */
    boolean add(int number, double found) {
        double margin = stopping instanceof Stopping.Patience patience ? patience.margin() : 0;
        if (found < mark - margin) {
            mark = found;
            sinceMark = 0;
        } else {
            sinceMark++;
        }
        boolean lower = found < loss;
        if (lower) {
            loss = found;
            epoch = number;
        }
        return lower;
    }

    /** Number of the epoch with the lowest loss; 0 before the first. */
    int epoch() {
        return epoch;
    }

    boolean isPatienceOver() {
        return stopping instanceof Stopping.Patience patience && sinceMark >= patience.patience();
    }
}
