package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.Interrupts;
import dev.hourglass.cli.ResultFiles;
import dev.hourglass.cli.RunRecord;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.WeightComparison;
import dev.hourglass.cli.WeightLog;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.train.DivergedException;
import dev.hourglass.train.TrainListener;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Fits a detector as a finished run did, and compares the weights after each epoch of each part. */
final class AnomalyVerify {
    private final AnomalyOptions options;
    private final Streams streams;

    AnomalyVerify(AnomalyOptions options, Streams streams) {
        this.options = options;
        this.streams = streams;
    }

    /** Returns the exit code. */
    int run() {
        var folder = options.out();
        var before = RunRecord.read(folder.resolve(RunRecord.NAME));
        var comparison = new WeightComparison(WeightLog.read(folder.resolve(AnomalyRun.REPORT)), streams);
        var data = AnomalyData.open(options, streams);
        try (var choice = options.backend().open(streams)) {
            var now = RunRecord.of(before.arguments(), data.digests(), choice.backend().device());
            before.checkSame(folder, now, streams);
            comparison.model(AnomalyDetector.load(folder.resolve(ResultFiles.MODEL)).weightHashes());
            try (var interrupts = Interrupts.caught(streams)) {
                try {
                    data.fit(options.settings(), options.holdout(), choice.backend(),
                            listener(comparison, interrupts));
                } catch (CancellationException _) {
                    // What was compared before says enough.
                } catch (DivergedException e) {
                    streams.say("Note: " + e.getMessage());
                }
                return comparison.conclude(interrupts);
            }
        }
    }

    private static FitListener listener(WeightComparison comparison, Interrupts interrupts) {
        return new FitListener() {
            @Override
            public List<TrainListener> begins(Part part) {
                return List.of(comparison.listener(part.name()));
            }

            @Override
            public boolean isCancelled() {
                return interrupts.getAsBoolean() || comparison.isOver();
            }
        };
    }
}
