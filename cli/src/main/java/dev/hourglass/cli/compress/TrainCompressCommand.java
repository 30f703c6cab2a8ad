package dev.hourglass.cli.compress;

import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Task;
import dev.hourglass.cli.TrainImagesOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model that turns images into short codes and back. */
@Command(customSynopsis = "hourglass train compress --data D --out DIR [OPTIONS]", footer = {"",
    "Writes into DIR: model.safetensors (weights, and how they are put together),",
    "report.json (every number), samples.png and loss.png. Results that are there",
    "already are replaced at the end. Ctrl-C stops, with the last finished epoch.", "",
    "  hourglass train compress --data mnist --latent 20 --out compressor",
    "  hourglass train compress --data pictures/ --epochs 50 --patience 3 --out mine",
    "  hourglass train compress --data digits --rows 500 --epochs 3 --out quick"})
public final class TrainCompressCommand implements Callable<Integer> {
    @Mixin
    private TrainImagesOptions run = new TrainImagesOptions();

    @Mixin
    private CompressModelOptions model = new CompressModelOptions();

    @Option(names = "--probe", paramLabel = "HOW", defaultValue = "quick",
            description = "What the report says of the code: error for every width, use for classifiers, bytes "
                    + "against error. quick measures on 10,000 training and 2,000 test images, all on every "
                    + "image (minutes), none nothing. Default: ${DEFAULT-VALUE}")
    private String probe = "quick";

    private final Streams streams;

    public TrainCompressCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        return run.train(Task.COMPRESS, model.choice(), streams,
                new CompressReport(ProbeAmount.parse(probe)));
    }
}
