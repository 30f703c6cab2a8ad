package dev.hourglass.cli;

import dev.hourglass.cli.report.TaskReport;
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

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean quiet;

    /** Trains, tests and writes; returns the exit code. */
    public int train(Task task, ModelChoice model, Streams streams) {
        return train(task, model, streams, TaskReport.none());
    }

    /** @param report what the task adds to the report */
    public int train(Task task, ModelChoice model, Streams streams, TaskReport report) {
        var settings = new TrainSettings(task, model, data.choice(), fit.choice(model.usualFit()), out);
        return new TrainRun(settings, report, streams,
                ProgressDisplay.of(streams, quiet ? Verbosity.QUIET : Verbosity.NORMAL)).run(backend);
    }
}
