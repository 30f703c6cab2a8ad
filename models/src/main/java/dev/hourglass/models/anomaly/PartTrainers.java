package dev.hourglass.models.anomaly;

import dev.hourglass.data.DataDigest;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.anomaly.Extent.Unit;
import dev.hourglass.models.anomaly.FitListener.Part;
import dev.hourglass.spi.Session;
import dev.hourglass.train.Advice;
import dev.hourglass.train.Checkpoints;
import dev.hourglass.train.TrainListener;
import dev.hourglass.train.Trainer;
import java.util.ArrayList;
import java.util.Map;

/**
 * Makes the trainers of the parts of a fit: each with the fit's listener, and with checkpoints of its own. A
 * part that was finished before has its result at once, so a fit that was cut off is simply done again; what
 * lies between the parts follows from their weights and the rows.
 */
final class PartTrainers {
    private final Dataset rows;
    private final DetectorSettings settings;
    private final Unit unit;
    private final FitListener listener;
    private String digest;

    /**
     * @param rows that are learnt from
     * @param unit what listeners count in: steps of a group, or epochs of all rounds
     */
    PartTrainers(Dataset rows, DetectorSettings settings, Unit unit, FitListener listener) {
        this.rows = rows;
        this.settings = settings;
        this.unit = unit;
        this.listener = listener;
    }

    boolean isCancelled() {
        return listener.isCancelled();
    }

    Trainer of(Part part, Session session) {
        var listeners = new ArrayList<>(listener.begins(part));
        listeners.add(new Course(part));
        var trainer = new Trainer(session, part.config(), listeners, listener::isCancelled)
                .advice(Advice.ROWS);
        listener.checkpoints(part).map(each -> new Checkpoints(each.store(), each.interval(),
                Map.of("data", digest(), "detector", settings.toString(), "part", part.name())))
                .ifPresent(trainer::checkpoints);
        return trainer;
    }

    private String digest() {
        if (digest == null) {
            digest = DataDigest.of(rows);
        }
        return digest;
    }

    /** Tells the fit's listener how a part goes. */
    private final class Course implements TrainListener {
        private final Part part;
        private int steps;

        Course(Part part) {
            this.part = part;
        }

        @Override
        public void started(Started started) {
            steps = started.steps();
        }

        @Override
        public void resumed(Resumed before) {
            before.epochs().forEach(this::epoch);
        }

        @Override
        public void progress(Progress progress) {
            int epochs = part.config().epochs();
            listener.progress((part.number() * epochs + progress.epoch() - 1) * steps + progress.step(),
                    part.all() * epochs * steps);
        }

        @Override
        public void epoch(Epoch epoch) {
            listener.loss(part.name(), switch (unit) {
                case GROUPS -> epoch.epoch() * steps;
                case EPOCHS -> part.number() * part.config().epochs() + epoch.epoch();
            }, epoch.loss());
        }
    }
}
