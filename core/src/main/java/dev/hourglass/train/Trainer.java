package dev.hourglass.train;

import dev.hourglass.data.Batch;
import dev.hourglass.data.Batcher;
import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;
import dev.hourglass.train.TrainListener.Epoch;
import dev.hourglass.train.TrainListener.Progress;
import dev.hourglass.train.TrainListener.Started;
import dev.hourglass.train.TrainReport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trains the program of a session. Afterwards the session holds the weights to keep: the last ones, or those
 * of the best epoch. The same program, data, configuration and backend give the same bits.
 */
public final class Trainer {
    /**
     * Steps between two looks at the loss: often enough for a progress bar, seldom enough not to wait for a
     * device.
     */
    private static final int REPORT_EVERY = 20;

    private final Session session;
    private final TrainConfig config;
    private final List<TrainListener> listeners;
    private final BooleanSupplier cancelled;
    private final Feed feed;
    private final List<Epoch> epochs = new ArrayList<>();
    private final Best best;
    private final Slot totals;
    private final long began = System.nanoTime();
    private long trainingNanos;
    private long rows;
    private long steps;
    private float rate = Float.NaN;

    /**
     * @param cancelled asked before every step; once it says yes, training ends as interrupted
     */
    public Trainer(Session session, TrainConfig config, List<TrainListener> listeners,
            BooleanSupplier cancelled) {
        this.session = session;
        this.config = config;
        this.listeners = new ArrayList<>(listeners);
        this.cancelled = cancelled;
        this.feed = new Feed(session);
        this.best = new Best(config.stopping());
        this.totals = session.program().port(Ports.TRAIN_LOSS);
    }

    /**
     * Trains the weights that the session holds, from step 0 with a fresh optimizer's moments.
     *
     * @param validation what early stopping and the choice of the best epoch look at; without it both go by
     *                   the training loss
     * @throws DivergedException when the loss is no longer a number
     */
    public TrainReport fit(Dataset data, Optional<Dataset> validation) {
        session.write(session.program().port(Ports.GRADIENT_SCALE), 1f);
        session.write(session.program().port(Ports.STEP), 0);
        try (var batches = Batcher.shuffled(data, feed.batch(), config.seed());
                var kept = new Weights(session)) {
            int perEpoch = batches.batches();
            listeners.addFirst(new TrainLog(data.name()));
            listeners.forEach(
                    each -> each.started(new Started(config.epochs(), perEpoch, data.size(), data.shape())));
            var report = epochs(batches, kept, validation, perEpoch);
            listeners.forEach(each -> each.finished(report));
            return report;
        }
    }

    private TrainReport epochs(Batcher batches, Weights kept, Optional<Dataset> validation, int perEpoch) {
        for (int epoch = 1; epoch <= config.epochs(); epoch++) {
            if (!trainEpoch(batches, kept, epoch, perEpoch)) {
                return interrupted(kept);
            }
            double loss = Evaluation.mean(session.read(totals));
            Map<String, Double> metrics = validation.map(rows -> Evaluation.of(session, rows))
                    .orElse(Map.of());
            double judged = metrics.getOrDefault(Evaluation.LOSS, loss);
            checkFinite(judged, kept, epoch, perEpoch);
            boolean isBest = best.add(epoch, judged);
            if (isBest || !keepsBest()) {
                kept.take();
            }
            var done = new Epoch(epoch, loss, metrics, isBest, seconds());
            epochs.add(done);
            listeners.forEach(each -> each.epoch(done));
            if (best.isPatienceOver()) {
                kept.restore();
                return report(Outcome.STOPPED_EARLY, best.epoch());
            }
        }
        kept.restore();
        return report(Outcome.COMPLETED, keepsBest() ? best.epoch() : config.epochs());
    }

    /** Whether the epoch was trained to its end. */
    private boolean trainEpoch(Batcher batches, Weights kept, int epoch, int perEpoch) {
        long start = System.nanoTime();
        session.write(totals, new float[2]);
        int rowsSeen = 0;
        for (int step = 1; step <= perEpoch; step++) {
            if (cancelled.getAsBoolean()) {
                return false;
            }
            Batch batch = batches.next();
            setRate(perEpoch);
            step(batch, epoch, step);
            steps++;
            rowsSeen += batch.real();
            if (step % REPORT_EVERY == 0 || step == perEpoch) {
                double loss = Evaluation.mean(session.read(totals));
                checkFinite(loss, kept, epoch, step);
                var progress = new Progress(epoch, step, rowsSeen, loss, seconds());
                listeners.forEach(each -> each.progress(progress));
            }
        }
        rows += rowsSeen;
        trainingNanos += System.nanoTime() - start;
        return true;
    }

    private void step(Batch batch, int epoch, int number) {
        var event = new TrainStep();
        event.begin();
        feed.write(batch);
        session.run(Routine.TRAIN_STEP);
        if (event.shouldCommit()) {
            event.epoch = epoch;
            event.step = number;
            event.rows = batch.real();
            event.commit();
        }
    }

    /**
     * Ends with the weights of a finished epoch, which are known to be good, or with those so far in the
     * first one.
     */
    private TrainReport interrupted(Weights kept) {
        if (epochs.isEmpty()) {
            return report(Outcome.INTERRUPTED, 0);
        }
        kept.restore();
        return report(Outcome.INTERRUPTED, keepsBest() ? best.epoch() : epochs.size());
    }

    private boolean keepsBest() {
        return !(config.stopping() instanceof Stopping.Never);
    }

    private void setRate(int perEpoch) {
        float wanted = (float) (config.rate()
                * config.schedule().factor(steps, (long) config.epochs() * perEpoch));
        if (wanted != rate) {
            session.write(session.program().port(Ports.RATE), wanted);
            rate = wanted;
        }
    }

    private void checkFinite(double loss, Weights kept, int epoch, int step) {
        if (!Double.isFinite(loss)) {
            kept.restore();
            throw new DivergedException(
                    "training diverged: the loss is " + loss + " in epoch " + epoch + " by step "
                            + step + "; try a learning rate below " + rate + ", or clip the gradient",
                    epochs.size());
        }
    }

    private TrainReport report(Outcome outcome, int kept) {
        double perSecond = trainingNanos == 0 ? 0 : rows / (trainingNanos / 1e9);
        return new TrainReport(outcome, epochs, kept, rows, seconds(), perSecond);
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }
}
