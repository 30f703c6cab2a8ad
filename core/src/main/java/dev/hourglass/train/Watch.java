package dev.hourglass.train;

import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Notices a training that goes wrong though all of its numbers are finite. Says each thing once. */
final class Watch {
    /** A loss so many times its lowest, and above where it began, does not come from small batches. */
    private static final double EXPLODED = 10;
    /** Answers that vary less than this share of what the rows do are the same. */
    private static final double CONSTANT = 1e-3;
    private static final double DEAD = 1e-9;
    /** Fewer rows say nothing. */
    private static final int ROWS = 4;
    /** A model may need an epoch to begin with. */
    private static final int EPOCHS = 2;

    private final Session session;
    private final Advice advice;
    private double first = Double.NaN;
    private double lowest = Double.POSITIVE_INFINITY;
    private float[] before = new float[2];
    private boolean exploded;
    private int constant;

    Watch(Session session, Advice advice) {
        this.session = session;
        this.advice = advice;
    }

    /**
     * Looks at what the loss was since the last look.
     *
     * @param totals of the epoch so far: Σ weight · loss and Σ weight
     */
    Optional<String> look(float[] totals) {
        double loss = ((double) totals[0] - before[0]) / ((double) totals[1] - before[1]);
        before = totals.clone();
        if (Double.isNaN(first)) {
            first = loss;
        }
        lowest = Math.min(lowest, loss);
        if (exploded || loss <= first || loss <= EXPLODED * lowest) {
            return Optional.empty();
        }
        exploded = true;
        return Optional.of(String.format(Locale.ROOT,
                "the loss has risen to %.4g, it began at %.4g and was %.4g at its lowest: training diverges; %s",
                loss, first, lowest, advice.diverging()));
    }

    /** Looks at what the model makes of the batch that is there at the end of an epoch. */
    Optional<String> epoch() {
        before = new float[2];
        var routines = session.program().routines().keySet();
        if (!routines.containsAll(List.of(Routine.EVALUATE, Routine.ENCODE))
                || !session.program().ports().containsKey(Ports.OUTPUT)) {
            return Optional.empty();
        }
        session.run(Routine.EVALUATE);
        float[] weights = session.read(session.program().port(Ports.WEIGHTS));
        constant = variance(Ports.OUTPUT, weights) < CONSTANT * variance(Ports.INPUT, weights) ? constant + 1
                : 0;
        if (constant != EPOCHS) {
            return Optional.empty();
        }
        session.run(Routine.ENCODE);
        boolean dead = variance(Ports.CODE, weights) <= DEAD;
        return Optional.of("the model answers every row with the same: it has collapsed ("
                + (dead ? "its code is the same for every row" : "its decoder does not look at the code")
                + "); " + advice.collapsed());
    }

    /**
     * Mean over the values of a row of their variance over the rows; NaN for too few rows.
     *
     * @param weights of the rows, or of equal parts of each row, which were weighed apart
     */
    private double variance(String port, float[] weights) {
        Slot slot = session.program().port(port);
        float[] values = session.read(slot);
        int width = values.length / slot.shape().extent(0);
        int parts = weights.length / slot.shape().extent(0);
        double total = 0;
        int counted = 0;
        for (int i = 0; i < width; i++) {
            double sum = 0;
            double squares = 0;
            int rows = 0;
            for (int row = 0; row * parts < weights.length; row++) {
                if (weights[row * parts + i / (width / parts)] > 0) {
                    // From the first row's value on, so that nothing cancels.
                    double value = (double) values[row * width + i] - values[i];
                    sum += value;
                    squares += value * value;
                    rows++;
                }
            }
            if (rows >= ROWS) {
                total += squares / rows - sum / rows * (sum / rows);
                counted++;
            }
        }
        return counted == 0 ? Double.NaN : total / counted;
    }
}
