package dev.hourglass.cli;

import dev.hourglass.cli.RunRecord.Digests;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.spi.Session;
import dev.hourglass.train.DivergedException;
import dev.hourglass.train.Trainer;
import dev.hourglass.train.WeightHash;
import java.nio.file.Path;
import java.util.List;

/** Trains as a finished run did, and compares the weights after each epoch. */
final class VerifyRun {
    private final TrainSettings settings;
    private final Path folder;
    private final Streams streams;
    private final ProgressDisplay display;

    VerifyRun(TrainSettings settings, Streams streams, ProgressDisplay display) {
        this.settings = settings;
        this.folder = settings.out();
        this.streams = streams;
        this.display = display;
    }

    /** Returns the exit code. */
    int run(BackendOptions backends) {
        settings.check();
        var before = RunRecord.read(folder.resolve(RunRecord.NAME));
        var log = WeightLog.read(folder.resolve(ResultFiles.REPORT));
        var comparison = new WeightComparison(log, streams);
        try (display) {
            var data = TrainData.open(settings.data(), settings.fit().seed(), streams);
            try (var choice = backends.open(streams)) {
                before.checkSame(folder, RunRecord.of(before.arguments(), Digests.of(data),
                        choice.backend().device()), streams);
                var program = AutoencoderProgram.training(settings.model().model(data.train().shape()),
                        settings.objective(), settings.fit().batch(), settings.fit().seed());
                try (var session = Session.open(program, choice.backend());
                        var interrupts = Interrupts.caught(streams)) {
                    comparison.model(List.of(model(session)));
                    train(session, data, comparison, interrupts);
                    return comparison.conclude(interrupts);
                }
            }
        }
    }

    /** Hash of the weights in the model's file. */
    private String model(Session session) {
        TrainedModel.load(folder.resolve(ResultFiles.MODEL)).writeTo(session);
        return WeightHash.of(session);
    }

    private void train(Session session, TrainData data, WeightComparison comparison, Interrupts interrupts) {
        var config = settings.fit().config();
        InitialWeights.write(session, data.train(), config.seed());
        var trainer = new Trainer(session, config, List.of(display, comparison.listener("")),
                () -> interrupts.getAsBoolean() || comparison.isOver());
        try {
            trainer.fit(settings.model().augmented(data.train(), settings.fit().seed()), data.validation());
        } catch (DivergedException e) {
            streams.say("Note: " + e.getMessage());
        }
    }
}
