package dev.hourglass.train;

import dev.hourglass.data.DataException;
import dev.hourglass.plan.Routine;
import dev.hourglass.spi.Session;
import dev.hourglass.train.TrainListener.Saved;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Takes checkpoints of one training when they are due, and goes on from them. */
final class Checkpointer {
    private static final String LOOKS = "looks";

    private final Checkpoints checkpoints;
    private final List<TrainListener> listeners;
    private final SessionState slots;
    private final Map<String, String> run;
    private long stepsSince;
    private long last = System.nanoTime();

    Checkpointer(Checkpoints checkpoints, Session session, TrainConfig config,
            List<TrainListener> listeners) {
        this.checkpoints = checkpoints;
        this.listeners = listeners;
        this.slots = new SessionState(session);
        this.run = new LinkedHashMap<>(new TreeMap<>(checkpoints.run()));
        run.put("settings", config.toString());
        var device = session.device();
        run.put("backend", device.backend() + ", " + device.version() + ", threads: " + device.threads());
        run.put("program", digest(session));
    }

    /** What is computed, as far as training depends on it. */
    private static String digest(Session session) {
        try {
            var program = session.program();
            var text = program.parameters() + "\n" + program.ops(Routine.TRAIN_STEP) + "\n"
                    + program.ops(Routine.EVALUATE);
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Brings session and kept weights to where the newest checkpoint was taken; empty when there is none.
     *
     * @throws DataException when it is of another run; the message names both sides
     */
    Optional<RunState> resume(Weights kept, Stopping stopping) {
        return checkpoints.store().latest().map(checkpoint -> {
            checkSameRun(checkpoint.point().run());
            slots.restore(checkpoint);
            kept.take(checkpoint);
            return RunState.of(checkpoint.point(), looks(checkpoint), stopping);
        });
    }

    /** There are none before the first look. */
    private static Looks looks(Checkpoint checkpoint) {
        return new Looks(checkpoint.names().contains(LOOKS) ? checkpoint.values(LOOKS) : new float[0]);
    }

    private void checkSameRun(Map<String, String> found) {
        var names = new LinkedHashSet<>(run.keySet());
        names.addAll(new TreeSet<>(found.keySet()));
        for (String name : names) {
            String before = found.getOrDefault(name, "none");
            String now = run.getOrDefault(name, "none");
            if (!before.equals(now)) {
                throw new DataException("cannot go on from the checkpoint: it was taken with " + name + " "
                        + before + ", this run has " + now);
            }
        }
    }

    /**
     * Takes a checkpoint if it is time; called after every step that does not end an epoch, and after epochs.
     */
    void stepped(RunState state, Weights kept) {
        stepsSince++;
        boolean due = switch (checkpoints.interval()) {
            case Interval.Steps every -> stepsSince >= every.steps();
            case Interval.Elapsed every -> System.nanoTime() - last >= every.duration().toNanos();
        };
        if (due) {
            save(state, kept);
        }
    }

    /**
     * Takes a checkpoint now, unless the weights are no longer numbers: nobody could go on from that. What
     * cannot be kept is told, and does not end the training.
     */
    void save(RunState state, Weights kept) {
        long start = System.nanoTime();
        var event = new CheckpointSaved();
        event.begin();
        stepsSince = 0;
        try {
            var values = slots.floats();
            if (values.values().stream().allMatch(Checkpointer::isFinite)) {
                values.putAll(kept.floats());
                values.put(LOOKS, state.looks().floats());
                checkpoints.store().save(new Checkpoint(state.point(run, slots.counters()), values));
                if (event.shouldCommit()) {
                    event.epoch = state.epoch();
                    event.step = state.step();
                    event.values = values.values().stream().mapToLong(each -> each.length).sum();
                    event.commit();
                }
                var saved = new Saved(state.epoch(), state.step(), (System.nanoTime() - start) / 1e9);
                listeners.forEach(each -> each.saved(saved));
            }
        } catch (DataException e) {
            listeners.forEach(each -> each.notSaved(e.getMessage()));
        }
        last = System.nanoTime();
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
