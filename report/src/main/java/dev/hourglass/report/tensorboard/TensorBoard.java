package dev.hourglass.report.tensorboard;

import dev.hourglass.data.DataException;
import dev.hourglass.train.Evaluation;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.TrainListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a training in TensorBoard while it runs: loss, learning rate and speed by step, validation metrics by
 * epoch, and whatever pictures it is given.
 *
 * <pre>
 * try (var board = TensorBoard.in(Path.of("runs/first"), config)) {
 *     Training.of(model, objective).config(config).listener(board).fit(rows, backend);
 * }
 * </pre>
 *
 * A disk that fills up does not end the training: the events end, with one line in the log.
 */
public final class TensorBoard implements TrainListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TensorBoard.class);

    /** Mean training loss since the point before. */
    public static final String TRAIN_LOSS = "loss/train";
    public static final String VALIDATION_LOSS = "loss/validation";
    public static final String LEARNING_RATE = "learning_rate";
    /** Rows trained on per second since the point before, validation not counted. */
    public static final String SPEED = "rows_per_second";

    /** Something that writes an event. */
    @FunctionalInterface
    private interface Event {
        void write(EventFile events) throws IOException;
    }

    private final TrainConfig config;
    private final EventFile events;
    private boolean broken;
    private boolean begun;
    private long firstStep;
    private Started run;
    private Progress before;
    private double clock;

    private TensorBoard(TrainConfig config, EventFile events) {
        this.config = config;
        this.events = events;
    }

    /**
     * Writes into a folder, which is created where it is missing.
     *
     * @param config the training's, for its learning rate
     * @throws DataException when the folder cannot be written to
     */
    public static TensorBoard in(Path folder, TrainConfig config) {
        return new TensorBoard(config, EventFile.in(folder));
    }

    @Override
    public void started(Started started) {
        run = started;
        before = new Progress(1, 0, 0, 0, 0);
        clock = 0;
        firstStep = 0;
        begun = false;
    }

    /** Earlier files of the folder keep what was before. */
    @Override
    public void resumed(Resumed resumed) {
        firstStep = step(resumed.epoch(), resumed.step()) + 1;
        if (!resumed.progress().isEmpty()) {
            before = resumed.progress().getLast();
            clock = before.seconds();
        }
        if (before.step() == run.steps() && !resumed.epochs().isEmpty()) {
            clock = resumed.epochs().getLast().seconds();
        }
    }

    @Override
    public void progress(Progress progress) {
        boolean sameEpoch = progress.epoch() == before.epoch();
        int rows = progress.rows() - (sameEpoch ? before.rows() : 0);
        double sum = progress.loss() * progress.rows() - (sameEpoch ? before.loss() * before.rows() : 0);
        double seconds = progress.seconds() - clock;
        long step = step(progress.epoch(), progress.step());
        write(file -> {
            file.scalar(TRAIN_LOSS, step, sum / rows);
            file.scalar(LEARNING_RATE, step, config.rate(step - 1, (long) config.epochs() * run.steps()));
            file.scalar(SPEED, step, rows / seconds);
        });
        before = progress;
        clock = progress.seconds();
    }

    @Override
    public void began(Beginning beginning) {
        validation(0, beginning.validation());
    }

    @Override
    public void epoch(Epoch epoch) {
        validation(step(epoch.epoch(), run.steps()), epoch.validation());
        clock = epoch.seconds();
    }

    private void validation(long step, Map<String, Double> metrics) {
        write(file -> {
            for (var metric : new TreeMap<>(metrics).entrySet()) {
                boolean loss = metric.getKey().equals(Evaluation.LOSS);
                file.scalar(loss ? VALIDATION_LOSS : "validation/" + metric.getKey(), step,
                        metric.getValue());
            }
        });
    }

    /** Shows a picture at the end of an epoch. */
    public void picture(String name, Epoch epoch, BufferedImage picture) {
        write(file -> file.image(name, step(epoch.epoch(), run.steps()), picture));
    }

    /** Steps of the optimizer since training began. */
    private long step(int epoch, int step) {
        return (long) (epoch - 1) * run.steps() + step;
    }

    private void write(Event event) {
        if (broken) {
            return;
        }
        try {
            if (!begun) {
                events.start(firstStep);
                begun = true;
            }
            event.write(events);
        } catch (IOException e) {
            broken = true;
            LOG.error("{}: {}; training goes on, TensorBoard shows no more of it", events.path(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException e) {
            LOG.error("{}: {}", events.path(), e.getMessage());
        }
    }
}
