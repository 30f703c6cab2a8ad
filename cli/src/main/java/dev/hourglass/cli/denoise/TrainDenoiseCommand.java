package dev.hourglass.cli.denoise;

import dev.hourglass.cli.RunOptions;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Task;
import dev.hourglass.cli.TrainImagesOptions;
import dev.hourglass.cli.TrainingCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a model that turns noisy images into clean ones. */
@Command(customSynopsis = "hourglass train denoise --data D --out DIR [OPTIONS]", footer = {"",
    "Writes into DIR: model.safetensors (weights, and how they are put together),",
    "report.html (to look at), report.json (every number), samples.png and loss.png.",
    "Results that are there already are replaced at the end. Ctrl-C stops, with the",
    "last finished epoch; 'hourglass resume DIR' goes on, also after a crash.",
    "Noise is put on the clean images anew in every step.", "",
    "  hourglass train denoise --data mnist --also-test kmnist --out denoiser",
    "  hourglass train denoise --data mnist --noise gaussian:0.1..0.6 --out any-level",
    "  hourglass train denoise --data pictures/ --noise gaussian:0.2 --out mine",
    "  hourglass train denoise --data scans/ --noise blur:0.5..1.5+gaussian:0.1 --out scans-model",
    "  hourglass train denoise --model tutorial-denoising --data mnist --epochs 1 --out tutorial"})
public final class TrainDenoiseCommand implements TrainingCommand {
    @Mixin
    private TrainImagesOptions options = new TrainImagesOptions();

    @Mixin
    private DenoiseModelOptions model = new DenoiseModelOptions();

    private final Streams streams;

    public TrainDenoiseCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public RunOptions run() {
        return options.run();
    }

    @Override
    public Integer call() {
        return options.train(Task.DENOISE, model.choice(), streams, new DenoiseReport());
    }
}
