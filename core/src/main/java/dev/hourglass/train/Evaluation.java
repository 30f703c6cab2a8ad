package dev.hourglass.train;

import dev.hourglass.data.Batcher;
import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;
import java.util.Map;
import java.util.TreeMap;

/** Runs a data set through EVALUATE and takes the mean of every metric over its rows. */
public final class Evaluation {
    /** The metric that is the training criterion. */
    public static final String LOSS = "loss";
    private static final String PREFIX = Ports.metric("");

    private Evaluation() {
    }

    /**
     * Metrics by name. Random ops draw the same numbers at every call, so that two models are given the same
     * noise.
     *
     * @param rows every row counts once, whatever the batch size
     */
    public static Map<String, Double> of(Session session, Dataset rows) {
        var totals = new TreeMap<String, Slot>();
        session.program().ports().forEach((name, slot) -> {
            if (name.startsWith(PREFIX)) {
                totals.put(name.substring(PREFIX.length()), slot);
            }
        });
        totals.values().forEach(slot -> session.write(slot, new float[2]));
        var feed = new Feed(session);
        try (var batches = Batcher.sequential(rows, feed.batch())) {
            for (int i = 0; i < batches.batches(); i++) {
                feed.draw(i);
                feed.write(batches.next());
                session.run(Routine.EVALUATE);
            }
        }
        var means = new TreeMap<String, Double>();
        totals.forEach((name, slot) -> means.put(name, mean(session.read(slot))));
        return means;
    }

    static double mean(float[] totals) {
        return (double) totals[0] / totals[1];
    }
}
