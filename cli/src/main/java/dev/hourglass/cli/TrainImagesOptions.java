package dev.hourglass.cli;

import dev.hourglass.cli.report.TaskReport;
import dev.hourglass.cli.table.TableChoice;
import dev.hourglass.data.DataPlaces.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Mixin
    private RunOptions run = new RunOptions();

    public RunOptions run() {
        return run;
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
        var display = ProgressDisplay.of(streams, run.verbosity());
        if (run.mode() == RunMode.VERIFY) {
            return new VerifyRun(settings, streams, display).run(backend);
        }
        var training = new TrainRun(settings, report, streams, display)
                .journal(run.journal(words(report, chosen), out, streams));
        run.tensorBoard(out).ifPresent(training::tensorBoard);
        return training.run(backend);
    }

    /** What was said beyond the settings. */
    private List<String> words(TaskReport report, DataChoice chosen) {
        var words = new ArrayList<>(report.words());
        if (chosen.place().network() == Network.FORBIDDEN) {
            words.add("--offline");
        }
        return words;
    }
}
