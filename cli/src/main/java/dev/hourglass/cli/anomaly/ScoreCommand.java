package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.BackendOptions;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.WrongOption;
import dev.hourglass.cli.table.HeaderOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how strange each row is. */
@Command(customSynopsis = "hourglass score --model FILE --in X --out scores.csv [OPTIONS]", footer = {"",
    "A line for each row: its number from 0, its score (higher is stranger), its p-value",
    "(of rows like the ones kept back in training, this share has such a score or a",
    "higher one), whether it is called an anomaly, and the columns that say so. Tables of",
    "any length are read and written row by row; columns may come in any order. Images:",
    "the same, and a heat map for each in the folder of --heat-maps.", "",
    "  hourglass score --model run/model.safetensors --in new.csv --out scores.csv",
    "  hourglass score --model run/model.safetensors --in new.csv --out s.csv --fdr 0.1",
    "  hourglass score --model run/model.safetensors --in parts/ --out s.csv --heat-maps maps"})
public final class ScoreCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "FILE", required = true,
            description = "A model.safetensors that 'hourglass train anomaly' wrote.")
    private Path model;

    @Option(names = "--in", paramLabel = "X", required = true,
            description = "What to score: a table (CSV, npy, npz) or images, as the model was trained on.")
    private Path in;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "CSV file to write.")
    private Path out;

    @Option(names = "--fdr", paramLabel = "Q",
            description = "Calls rows anomalies so that of those called, a share of no more than Q is expected to be "
                    + "normal (Benjamini and Hochberg), instead of by the model's threshold.")
    private Double fdr;

    @Option(names = "--alpha", paramLabel = "P",
            description = "Calls rows anomalies whose p-value is no more than P, instead of by the threshold.")
    private Double alpha;

    @Option(names = "--top", paramLabel = "N", defaultValue = "3",
            description = "Columns named for each row; 0 for none, which is faster. Default: ${DEFAULT-VALUE}")
    private int top = 3;

    @Option(names = "--heat-maps", paramLabel = "DIR",
            description = "Folder for heat maps of images, as PNG, all on one scale.")
    private Path heatMaps;

    @Mixin
    private HeaderOption header = new HeaderOption();

    @Option(names = "--batch", paramLabel = "N", defaultValue = "256",
            description = "Rows computed at once. Default: ${DEFAULT-VALUE}")
    private int batch = 256;

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean quiet;

    @Mixin
    private BackendOptions backend = new BackendOptions();

    private final Streams streams;

    public ScoreCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        WrongOption.atLeastOne("--batch", batch);
        if (top < 0) {
            throw new WrongOption("--top: expected 0 or more, found " + top);
        }
        for (Double share : new Double[] {fdr, alpha}) {
            if (share != null && !(share > 0 && share < 1)) {
                throw new WrongOption((share.equals(fdr) ? "--fdr" : "--alpha")
                        + ": expected a number between 0 and 1, found " + share);
            }
        }
        if (fdr != null && alpha != null) {
            throw new WrongOption("--fdr and --alpha: only one of them can decide");
        }
        var rule = new ScoreRun.Rule(Optional.ofNullable(fdr), Optional.ofNullable(alpha));
        var job = new ScoreRun.Job(model, in, out, rule, Optional.ofNullable(heatMaps), top, batch);
        return new ScoreRun(job, header.header(), streams, quiet).run(backend);
    }
}
