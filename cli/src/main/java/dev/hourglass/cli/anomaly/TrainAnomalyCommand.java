package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.RunMode;
import dev.hourglass.cli.RunOptions;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.TrainingCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Fits a detector of anomalies. */
@Command(customSynopsis = "hourglass train anomaly --data X --out DIR [OPTIONS]", footer = {"",
    "Needs no labels: what is rare and different is found by how badly small",
    "autoencoders answer it, and by how far its codes lie from others. Columns of",
    "numbers and words, with gaps, are told apart by themselves; what is guessed is",
    "shown. Labels, where there are any, only say how good the result is, beside PCA,",
    "an isolation forest, an untrained network and the distance from the mean.", "",
    "Writes into DIR: model.safetensors, report.html and report.json. Ctrl-C stops, with",
    "what is finished; 'hourglass resume DIR' goes on, also after a crash.", "",
    "  hourglass train anomaly --data payments.csv --label fraud --out run",
    "  hourglass train anomaly --data sensors.csv --training clean --ignore time --out run",
    "  hourglass train anomaly --data parts/ --contamination 0.01 --out run",
    "  hourglass score --model run/model.safetensors --in new.csv --out scores.csv"})
public final class TrainAnomalyCommand implements TrainingCommand {
    @Mixin
    private AnomalyOptions options = new AnomalyOptions();

    private final Streams streams;

    public TrainAnomalyCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public RunOptions run() {
        return options.run();
    }

    @Override
    public Integer call() {
        return run().mode() == RunMode.VERIFY ? new AnomalyVerify(options, streams).run()
                : new AnomalyRun(options, streams).run();
    }
}
