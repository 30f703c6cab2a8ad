package dev.hourglass.models;

import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Program;
import dev.hourglass.spi.Session;

/** The weights that training starts from. */
public final class InitialWeights {
    private InitialWeights() {
    }

    /**
     * Draws every parameter by its own rule, starts linear paths at the principal components of the data, and
     * sets the last layer's bias so that the model begins with the mean of the data as its answer.
     *
     * @param session of a program with RECONSTRUCT
     * @param data    what will be trained on
     * @param seed    of the draws; the same on every backend
     */
    public static void write(Session session, Dataset data, long seed) {
        session.initialise(seed);
        var mean = MeanRow.of(data);
        LinearStart.write(session, data, mean, seed);
        OutputBias.startAtMean(session, mean);
    }

    /** Whether a program's linear paths start at principal components, so that it codes well untrained. */
    public static boolean haveComponents(Program program) {
        return !LinearStart.weights(program).isEmpty();
    }
}
