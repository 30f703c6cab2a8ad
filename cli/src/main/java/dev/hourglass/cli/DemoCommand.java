package dev.hourglass.cli;

import dev.hourglass.data.DataPlaces.Network;
import dev.hourglass.data.KnownData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows in about a minute what Hourglass is for. */
@Command(customSynopsis = "hourglass demo [OPTIONS]", footer = {"",
    "Trains a fully convolutional denoiser on built-in handwritten-looking digits",
    "with heavy noise, then writes a picture of clean, noisy and denoised digits",
    "that it has not seen before.", "", "  hourglass demo",
    "  hourglass demo --out somewhere --backend reference"})
final class DemoCommand implements Callable<Integer> {
    /** Rows, epochs and batch that give a good picture in half a minute on two cores. */
    private static final int ROWS = 5_000;
    private static final int EPOCHS = 4;
    private static final int BATCH = 32;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "hourglass-demo",
            description = "Folder for the results. Default: ${DEFAULT-VALUE}")
    private Path out;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "" + ROWS, hidden = true)
    private int rows = ROWS;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "" + EPOCHS, hidden = true)
    private int epochs = EPOCHS;

    @Mixin
    private BackendOptions backend = new BackendOptions();

    private final Streams streams;

    DemoCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        var task = Task.DENOISE;
        var model = ModelChoice.usual(task);
        var data = new DataChoice(KnownData.DIGITS, new DataChoice.Place(Optional.empty(),
                Network.FORBIDDEN), Optional.of(rows), 0.05, List.of());
        var usual = model.usualFit();
        var step = new FitChoice.Step(usual.optimizer(), usual.rate(), Optional.empty(), Optional.empty(),
                usual.schedule());
        var fit = new FitChoice(epochs, BATCH, step, usual.stopping(), 1);
        var settings = new TrainSettings(task, model, data, fit, out);
        int code = new TrainRun(settings, streams, ProgressDisplay.of(streams, Verbosity.NORMAL))
                .run(backend);
        if (code == ExitCode.DONE) {
            streams.result("");
            streams.result("Look at " + out.resolve(ResultFiles.SAMPLES)
                    + ": digits it had not seen before, the same"
                    + " with noise, and what it made of them.");
            streams.result("Next: hourglass train denoise --data mnist --out run     (or --help)");
        }
        return code;
    }
}
