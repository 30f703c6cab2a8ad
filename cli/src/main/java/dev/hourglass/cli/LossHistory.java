package dev.hourglass.cli;

import dev.hourglass.train.TrainListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Remembers how the loss went, for the report and the chart. */
public final class LossHistory implements TrainListener {

    /**
     * A loss: the mean of some training steps, or one on the validation rows.
     *
     * @param epochs passes over the data in the middle of those steps, or before the look
     */
    public record Point(double epochs, double loss) {
    }

    private Beginning beginning = Beginning.UNKNOWN;
    private final List<Epoch> epochs = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();
    private int steps;
    private int rowsPerEpoch;
    private Progress last = new Progress(1, 0, 0, 0, 0);

    @Override
    public void started(Started started) {
        steps = started.steps();
        rowsPerEpoch = started.rows();
    }

    @Override
    public void began(Beginning found) {
        beginning = found;
    }

    @Override
    public void resumed(Resumed before) {
        beginning = before.beginning();
        before.progress().forEach(this::progress);
        before.epochs().forEach(this::epoch);
    }

    @Override
    public void progress(Progress progress) {
        boolean sameEpoch = progress.epoch() == last.epoch();
        int rowsBefore = sameEpoch ? last.rows() : 0;
        double sumBefore = sameEpoch ? last.loss() * last.rows() : 0;
        double loss = (progress.loss() * progress.rows() - sumBefore) / (progress.rows() - rowsBefore);
        double middle = (progress.step() + (sameEpoch ? last.step() : 0)) / 2.0;
        points.add(new Point(progress.epoch() - 1 + middle / steps, loss));
        last = progress;
    }

    @Override
    public void epoch(Epoch epoch) {
        epochs.add(epoch);
    }

    /** What the first weights were worth. */
    public Beginning beginning() {
        return beginning;
    }

    /** Finished epochs. */
    public List<Epoch> epochs() {
        return Collections.unmodifiableList(epochs);
    }

    /** The loss between one look and the next. */
    public List<Point> points() {
        return Collections.unmodifiableList(points);
    }

    /** The loss on the validation rows, at the start where somebody looked, and after each epoch. */
    public List<Point> validation() {
        var points = new ArrayList<Point>();
        beginning.validationLoss().ifPresent(loss -> points.add(new Point(0, loss)));
        for (Epoch each : epochs) {
            each.validationLoss().ifPresent(loss -> points.add(new Point(each.epoch(), loss)));
        }
        return points;
    }

    /** Time of the last look. */
    public double seconds() {
        return last.seconds();
    }

    /** Rows per second up to the last look; 0 before the first. */
    public double rowsPerSecond() {
        double rows = (double) (last.epoch() - 1) * rowsPerEpoch + last.rows();
        return last.seconds() > 0 ? rows / last.seconds() : 0;
    }
}
