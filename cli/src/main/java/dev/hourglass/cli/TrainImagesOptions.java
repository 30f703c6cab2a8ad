package dev.hourglass.cli;

import dev.hourglass.cli.report.TaskReport;
import dev.hourglass.cli.table.TableChoice;
import java.nio.file.Path;
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

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean quiet;

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
        var run = new TrainRun(settings, report, streams,
                ProgressDisplay.of(streams, quiet ? Verbosity.QUIET : Verbosity.NORMAL));
        if (tensorBoard != null) {
            run.tensorBoard(tensorBoard.toString().isEmpty() ? out.resolve("tensorboard") : tensorBoard);
        }
        return run.run(backend);
    }
}
