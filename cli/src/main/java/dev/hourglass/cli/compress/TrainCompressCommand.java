package dev.hourglass.cli.compress;

import dev.hourglass.cli.RunOptions;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Task;
import dev.hourglass.cli.TrainImagesOptions;
import dev.hourglass.cli.TrainingCommand;
import dev.hourglass.cli.table.TableOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model that turns images, or rows of a table, into short codes and back. */
@Command(customSynopsis = "hourglass train compress --data D --out DIR [OPTIONS]", footer = {"",
    "Writes into DIR: model.safetensors (weights, and how they are put together),",
    "report.html (to look at), report.json (every number), loss.png and, for images,",
    "samples.png. Results that are there already are replaced at the end. Ctrl-C stops,",
    "with the best epoch so far; 'hourglass resume DIR' goes on, also after a crash.",
    "Of a table's columns it is guessed and shown what they hold; numbers are standardised",
    "by the training rows, and come back in their units.", "",
    "  hourglass train compress --data mnist --latent 20 --out compressor",
    "  hourglass train compress --data pictures/ --epochs 50 --patience 3 --out mine",
    "  hourglass train compress --data payments.csv --label fraud --latent 5 --out table",
    "  hourglass train compress --data digits --rows 500 --epochs 3 --out quick"})
public final class TrainCompressCommand implements TrainingCommand {
    @Mixin
    private TrainImagesOptions options = new TrainImagesOptions();

    @Mixin
    private CompressModelOptions model = new CompressModelOptions();

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(names = "--probe", paramLabel = "HOW", defaultValue = "quick",
            description = "What the report says of the code: error for every width, use for classifiers, bytes "
                    + "against error. quick measures on 10,000 training and 2,000 test rows, all on every "
                    + "row (minutes), none nothing. Default: ${DEFAULT-VALUE}")
    private String probe = "quick";

    private final Streams streams;

    public TrainCompressCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public RunOptions run() {
        return options.run();
    }

    @Override
    public Integer call() {
        return options.train(Task.COMPRESS, model.choice(), streams,
                new CompressReport(ProbeAmount.parse(probe)), table.choice());
    }
}
