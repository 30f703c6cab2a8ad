package dev.hourglass.train;

import dev.hourglass.data.BatchPosition;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;
import dev.hourglass.train.TrainListener.Beginning;
import dev.hourglass.train.TrainListener.Epoch;
import dev.hourglass.train.TrainListener.Progress;
import dev.hourglass.train.TrainListener.Resumed;
import dev.hourglass.train.TrainListener.Started;
import dev.hourglass.train.TrainReport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trains the program of a session. Afterwards the session holds the weights to keep: the last ones, or those
 * of the best epoch. The same program, data, configuration and backend give the same bits, also when training
 * was cut off and goes on from a checkpoint.
 */
public final class Trainer {
    /** At least so many steps and so much time lie between two snapshots, so that they are not felt. */
    private static final int SNAPSHOT_STEPS = 200;
    private static final double SNAPSHOT_SECONDS = 2;

    /** What a training holds besides its session. */
    private record Held(StepFeed rows, Weights kept, Snapshot good) {
    }

    private final Session session;
    private final TrainConfig config;
    private final List<TrainListener> listeners;
    private final BooleanSupplier cancelled;
    private final Slot totals;
    private Watch watch;
    private Advice advice = Advice.SETTINGS;
    private Optional<Checkpointer> checkpointer = Optional.empty();
    private boolean keepsBest;
    private RunState state;
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
        this.totals = session.program().port(Ports.TRAIN_LOSS);
    }

    /** What those who train are told to try when it goes wrong. */
    public Trainer advice(Advice changed) {
        advice = changed;
        return this;
    }

    /** Keeps checkpoints while it trains, and goes on from the newest one that is there. */
    public Trainer checkpoints(Checkpoints checkpoints) {
        checkpointer = Optional.of(new Checkpointer(checkpoints, session, config, listeners));
        return this;
    }

    /**
     * Trains the weights that the session holds, from step 0, or goes on from a checkpoint. However training
     * ends, but for one that diverged, a last checkpoint is kept: whoever goes on from that of a finished
     * training has its result at once.
     *
     * @param validation what early stopping and the choice of the best epoch look at. Where a program starts
     *                   at principal components, the weights that the session holds now are among those to
     *                   choose from
     * @throws DivergedException when the loss is no longer a number
     * @throws DataException     when the checkpoint is of another run
     */
    public TrainReport fit(Dataset data, Optional<Dataset> validation) {
        try (var rows = new TrainRows(session, new Feed(session), data, config.seed())) {
            return fit(rows, validation);
        }
    }

    /**
     * The same on rows that do not simply come from a data set in random order.
     *
     * @param batches what the steps learn from; stays open
     */
    public TrainReport fit(StepFeed batches, Optional<Dataset> validation) {
        session.write(session.program().port(Ports.GRADIENT_SCALE), 1f);
        session.write(session.program().port(Ports.STEP), 0);
        watch = new Watch(session, advice);
        keepsBest = switch (config.stopping()) {
            case Stopping.Never _ -> false;
            case Stopping.KeepBest _ -> validation.isPresent();
            case Stopping.Patience _ -> true;
        };
        try (var kept = new Weights(session); var good = new Snapshot(session)) {
            int perEpoch = batches.perEpoch();
            listeners.addFirst(new TrainLog(batches.name()));
            var resumed = checkpointer.flatMap(each -> each.resume(kept, config.stopping()));
            state = resumed.orElseGet(() -> RunState.fresh(config.stopping()));
            listeners.forEach(
                    each -> each.started(
                            new Started(config.epochs(), perEpoch, batches.rows(), batches.row())));
            resumed.ifPresentOrElse(_ -> goOn(batches), () -> begin(validation));
            good.take(steps(perEpoch));
            var report = epochs(new Held(batches, kept, good), validation, batches.rows());
            listeners.forEach(each -> each.finished(report));
            return report;
        }
    }

    /**
     * Such a start codes well, and training does not always find better. A random one is nothing to keep, and
     * a loss that is no number is for the first epoch to explain.
     */
    private void begin(Optional<Dataset> validation) {
        boolean atComponents = session.program().parameters().stream()
                .anyMatch(each -> each.initial() instanceof Initializer.Components);
        if (!keepsBest || !atComponents) {
            return;
        }
        validation.map(rows -> new Beginning(Evaluation.of(session, rows), WeightHash.of(session)))
                .filter(each -> each.validation().values().stream().allMatch(Double::isFinite))
                .ifPresent(found -> {
                    state.begins(found);
                    listeners.forEach(each -> each.began(found));
                });
    }

    private void goOn(StepFeed batches) {
        if (state.step() >= batches.perEpoch()) {
            throw new DataException("the checkpoint: expected less than " + batches.perEpoch()
                    + " steps in the epoch that goes on, found " + state.step());
        }
        batches.seek(new BatchPosition(state.epoch() - 1, state.step()));
        var before = new Resumed(state.epoch(), state.step(), state.step() * batches.batch(),
                state.beginning(),
                state.looks().progress(batches.perEpoch(), batches.batch(), batches.rows()), state.epochs());
        listeners.forEach(each -> each.resumed(before));
    }

    private TrainReport epochs(Held held, Optional<Dataset> validation, int rows) {
        var kept = held.kept();
        while (!isOver()) {
            if (!trainEpoch(held, rows)) {
                if (state.epoch() > 1 || state.step() > 0) {
                    checkpointer.ifPresent(each -> each.save(state, kept));
                }
                return interrupted(kept, rows);
            }
            finishEpoch(held, validation);
            checkpointer.ifPresent(isOver() ? each -> each.save(state, kept)
                    : each -> each.stepped(state, kept));
        }
        kept.restore();
        if (state.best().isPatienceOver()) {
            return report(Outcome.STOPPED_EARLY, rows);
        }
        return report(Outcome.COMPLETED, rows);
    }

    /** Whether there is nothing left to train. */
    private boolean isOver() {
        return state.epoch() > config.epochs() || state.best().isPatienceOver();
    }

    /** Whether the epoch was trained to its end. */
    private boolean trainEpoch(Held held, int rows) {
        var batches = held.rows();
        int perEpoch = batches.perEpoch();
        state.startClock();
        if (state.step() == 0) {
            session.write(totals, new float[2]);
        }
        while (state.step() < perEpoch) {
            if (cancelled.getAsBoolean()) {
                return false;
            }
            int real = batches.next();
            setRate(steps(perEpoch), perEpoch);
            step(batches, real);
            state.stepped();
            if (Looks.isDue(state.step(), perEpoch)) {
                look(held, (int) Math.min((long) state.step() * batches.batch(), rows));
            }
            if (state.step() < perEpoch) {
                checkpointer.ifPresent(each -> each.stepped(state, held.kept()));
            }
        }
        state.stopClock();
        return true;
    }

    private void step(StepFeed batches, int real) {
        var event = new TrainStep();
        event.begin();
        batches.write();
        session.run(Routine.TRAIN_STEP);
        if (event.shouldCommit()) {
            event.epoch = state.epoch();
            event.step = state.step() + 1;
            event.rows = real;
            event.commit();
        }
    }

    private void look(Held held, int rowsSeen) {
        float[] sums = session.read(totals);
        double loss = Evaluation.mean(sums);
        checkFinite(loss, held);
        long steps = steps(held.rows().perEpoch());
        if (steps - held.good().steps() >= SNAPSHOT_STEPS
                && held.good().seconds() >= SNAPSHOT_SECONDS && Snapshot.isFinite(session)) {
            held.good().take(steps);
        }
        state.looks().add(sums, state.seconds());
        var progress = new Progress(state.epoch(), state.step(), rowsSeen, loss, state.seconds());
        listeners.forEach(each -> each.progress(progress));
        notice(watch.look(sums));
    }

    private void notice(Optional<String> warning) {
        warning.ifPresent(words -> listeners.forEach(each -> each.noticed(words)));
    }

    private void finishEpoch(Held held, Optional<Dataset> validation) {
        int epoch = state.epoch();
        double loss = Evaluation.mean(session.read(totals));
        Map<String, Double> metrics = validation.map(rows -> Evaluation.of(session, rows)).orElse(Map.of());
        double judged = metrics.getOrDefault(Evaluation.LOSS, loss);
        checkFinite(judged, held);
        boolean isBest = state.best().add(epoch, judged);
        if (isBest || !keepsBest) {
            held.kept().take();
        }
        var done = new Epoch(epoch, loss, metrics, isBest, WeightHash.of(session), state.seconds());
        state.finished(done);
        listeners.forEach(each -> each.epoch(done));
        notice(watch.epoch());
    }

    /** Ends with weights that somebody looked at; where nobody has yet, with those so far. */
    private TrainReport interrupted(Weights kept, int rows) {
        if (!state.epochs().isEmpty() || !state.beginning().equals(Beginning.UNKNOWN)) {
            kept.restore();
        }
        return report(Outcome.INTERRUPTED, rows);
    }

    /** Number of the epoch whose weights are kept; 0 for those that training began with. */
    private int kept() {
        return keepsBest ? state.best().epoch() : state.epochs().size();
    }

    /** Steps taken since training began. */
    private long steps(int perEpoch) {
        return (state.epoch() - 1L) * perEpoch + state.step();
    }

    private void setRate(long step, int perEpoch) {
        float wanted = config.rate(step, (long) config.epochs() * perEpoch);
        if (wanted != rate) {
            session.write(session.program().port(Ports.RATE), wanted);
            rate = wanted;
        }
    }

    private void checkFinite(double loss, Held held) {
        if (!Double.isFinite(loss)) {
            int perEpoch = held.rows().perEpoch();
            var search = new FaultSearch(session, held.rows(), step -> {
                rate = Float.NaN;
                setRate(step, perEpoch);
            }, cancelled);
            String where = search.find(held.good(), steps(perEpoch))
                    .orElse("the loss is " + loss + " in epoch "
                            + state.epoch() + " by step " + state.step());
            held.kept().restore();
            throw new DivergedException("training diverged: " + where + "; " + advice.diverged(rate), kept());
        }
    }

    /** @param rows of one epoch; those of an epoch that was not finished do not count */
    private TrainReport report(Outcome outcome, int rows) {
        long trained = (long) rows * state.epochs().size();
        double perSecond = state.trainingSeconds() == 0 ? 0 : trained / state.trainingSeconds();
        return new TrainReport(outcome, state.beginning(), state.epochs(), kept(), trained, state.seconds(),
                perSecond);
    }
}
