package dev.hourglass.cli;

import dev.hourglass.cli.report.TaskReport;
import dev.hourglass.cli.table.TableChoice;
import dev.hourglass.data.DataPlaces.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every training on images can be told. */
public final class TrainImagesOptions {
    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for the results.")
    private Path out;

    @Mixin
    private FitOptions fit = new FitOptions();

    @Mixin
    private BackendOptions backend = new BackendOptions();

    @Option(names = "--tensorboard", paramLabel = "DIR", arity = "0..1", fallbackValue = "",
            description = "Writes events for TensorBoard while it trains: curves, and pictures after each epoch. "
                    + "Default without DIR: the folder tensorboard in that of --out")
    private Path tensorBoard;

    @Mixin
    private CheckpointOptions checkpoints = new CheckpointOptions();

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean quiet;

    private Optional<RunMode> mode = Optional.empty();

    /** Instead of starting a run, does something with one that is there. */
    void rerun(RunMode wanted, Verbosity verbosity) {
        mode = Optional.of(wanted);
        quiet = verbosity == Verbosity.QUIET;
    }

    /** Trains, tests and writes; returns the exit code. */
    public int train(Task task, ModelChoice model, Streams streams) {
        return train(task, model, streams, TaskReport.none());
    }

    /** @param report what the task adds to the report */
    public int train(Task task, ModelChoice model, Streams streams, TaskReport report) {
        return train(task, model, streams, report, data.choice());
    }

    /** The same on a table, where the data is one. */
    public int train(Task task, ModelChoice model, Streams streams, TaskReport report, TableChoice table) {
        return train(task, model, streams, report, data.choice().orTable(table));
    }

    private int train(Task task, ModelChoice model, Streams streams, TaskReport report, DataChoice chosen) {
        var settings = new TrainSettings(task, model, chosen, fit.choice(model.usualFit()), out);
        var display = ProgressDisplay.of(streams, quiet ? Verbosity.QUIET : Verbosity.NORMAL);
        if (mode.equals(Optional.of(RunMode.VERIFY))) {
            return new VerifyRun(settings, streams, display).run(backend);
        }
        var journal = new RunJournal(mode.orElse(checkpoints.mode()), checkpoints.interval(),
                words(report, chosen), out, streams);
        var run = new TrainRun(settings, report, streams, display).journal(journal);
        if (tensorBoard != null) {
            run.tensorBoard(tensorBoard.toString().isEmpty() ? out.resolve("tensorboard") : tensorBoard);
        }
        return run.run(backend);
    }

    /** What was said beyond the settings. */
    private List<String> words(TaskReport report, DataChoice chosen) {
        var words = new ArrayList<>(report.words());
        words.addAll(List.of("--checkpoint-every", checkpoints.words()));
        if (chosen.place().network() == Network.FORBIDDEN) {
            words.add("--offline");
        }
        if (tensorBoard != null) {
            words.add("--tensorboard");
            Stream.of(tensorBoard.toString()).filter(each -> !each.isEmpty()).forEach(words::add);
        }
        return words;
    }
}
