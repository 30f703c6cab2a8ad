package dev.hourglass.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a model. */
@Command(customSynopsis = "hourglass train TASK --data D --out DIR [OPTIONS]", footer = {"",
    "Writes into DIR: model.safetensors (weights, and how they are put together),",
    "report.json (every number), samples.png and loss.png. Results that are there",
    "already are replaced at the end. Ctrl-C stops, with the last finished epoch.", "",
    "  hourglass train compress --data mnist --latent 20 --out compressor",
    "  hourglass train denoise --data mnist --epochs 5 --out denoiser",
    "  hourglass train denoise --data mnist --also-test kmnist --out denoiser",
    "  hourglass train compress --data pictures/ --epochs 50 --patience 3 --out mine",
    "  hourglass train compress --data digits --rows 500 --epochs 3 --out quick"})
final class TrainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "TASK", converter = Task.Converter.class,
            description = "compress (images to short codes and back) or denoise.")
    private Task task;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for the results.")
    private Path out;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private FitOptions fit = new FitOptions();

    @Mixin
    private BackendOptions backend = new BackendOptions();

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean quiet;

    private final Streams streams;

    TrainCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        var settings = new TrainSettings(task, model.choice(task), data.choice(), fit.choice(), out);
        return new TrainRun(settings, streams,
                ProgressDisplay.of(streams, quiet ? Verbosity.QUIET : Verbosity.NORMAL))
                .run(backend);
    }
}
