package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.RunJournal;
import dev.hourglass.cli.Streams;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.report.Point;
import dev.hourglass.report.tensorboard.TensorBoard;
import dev.hourglass.train.Checkpoints;
import dev.hourglass.train.TrainListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Remembers how the parts of a detector were trained, moves the bar, tells what goes wrong, keeps the
 * checkpoints and TensorBoard's events, and passes Ctrl-C on.
 */
final class FitCourse implements FitListener, AutoCloseable {
    private final Map<String, List<Point>> losses = new LinkedHashMap<>();
    private final List<String> hashes = new ArrayList<>();
    private final AnomalyProgress progress;
    private final RunJournal journal;
    private final Optional<Path> tensorBoard;
    private final BooleanSupplier cancelled;
    private final Streams streams;
    private Optional<TensorBoard> board = Optional.empty();

    /**
     * What goes along with a fit.
     *
     * @param tensorBoard folder of the events; empty for none
     */
    record Along(AnomalyProgress progress, RunJournal journal, Optional<Path> tensorBoard) {
    }

    FitCourse(Along along, BooleanSupplier cancelled, Streams streams) {
        this.progress = along.progress();
        this.journal = along.journal();
        this.tensorBoard = along.tensorBoard();
        this.cancelled = cancelled;
        this.streams = streams;
    }

    @Override
    public List<TrainListener> begins(Part part) {
        close();
        board = tensorBoard.map(each -> TensorBoard.in(each.resolve(folder(part)), part.config()));
        var listeners = new ArrayList<TrainListener>(List.of(new Ear(part), journal.listener(part.name())));
        board.ifPresent(listeners::add);
        return listeners;
    }

    /** Such as {@code group-1}: TensorBoard shows the curves of folders side by side. */
    private static String folder(Part part) {
        return part.name().replaceAll(",.*", "").replace(' ', '-').toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<Checkpoints> checkpoints(Part part) {
        return journal.part(part.number());
    }

    @Override
    public void progress(int done, int all) {
        progress.to(done, all);
    }

    @Override
    public void loss(String part, double at, double loss) {
        losses.computeIfAbsent(part, _ -> new ArrayList<>()).add(new Point(at, loss));
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    /** For each part the loss over steps or epochs. */
    Map<String, List<Point>> losses() {
        return Collections.unmodifiableMap(losses);
    }

    /** Of the weights after each epoch of each part. */
    List<String> hashes() {
        return Collections.unmodifiableList(hashes);
    }

    @Override
    public void close() {
        board.ifPresent(TensorBoard::close);
        board = Optional.empty();
    }

    private final class Ear implements TrainListener {
        private final Part part;
        private boolean told;

        Ear(Part part) {
            this.part = part;
        }

        @Override
        public void resumed(Resumed before) {
            before.epochs().forEach(each -> hashes.add(each.weights()));
        }

        @Override
        public void epoch(Epoch epoch) {
            hashes.add(epoch.weights());
            if (!told) {
                told = true;
                progress.begins(part.name());
            }
        }

        @Override
        public void noticed(String warning) {
            streams.say((streams.isInteractive() ? "\n" : "") + "hourglass: " + part.name() + ": " + warning);
        }
    }
}
