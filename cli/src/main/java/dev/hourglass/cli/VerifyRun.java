package dev.hourglass.cli;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.spi.Session;
import dev.hourglass.train.DivergedException;
import dev.hourglass.train.TrainListener;
import dev.hourglass.train.Trainer;
import dev.hourglass.train.WeightHash;
import java.nio.file.Path;
import java.util.List;

/** Trains as a finished run did, and compares the weights after each epoch. */
final class VerifyRun {
    private static final int SHOWN = 12;

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

    /** Compares; knows which epoch was the first with other bits. */
    private final class Comparison implements TrainListener {
        private final WeightLog log;
        private int done;
        private int firstOther;

        Comparison(WeightLog log) {
            this.log = log;
        }

        @Override
        public void epoch(Epoch epoch) {
            done = epoch.epoch();
            String before = log.hashes().get(done - 1);
            boolean same = before.equals(epoch.weights());
            streams.result("Epoch " + done + ": " + (same ? "the same bits (" + shown(before) + ")"
                    : "other bits: " + shown(before) + " in the report, " + shown(epoch.weights()) + " now"));
            firstOther = same ? 0 : done;
        }

        boolean isOver() {
            return firstOther > 0 || done == log.hashes().size();
        }
    }

    private static String shown(String hash) {
        return hash.substring(0, Math.min(SHOWN, hash.length()));
    }

    /** Returns the exit code. */
    int run(BackendOptions backends) {
        settings.check();
        var before = RunRecord.read(folder.resolve(RunRecord.NAME));
        var log = WeightLog.read(folder.resolve(ResultFiles.REPORT));
        try (display) {
            var data = TrainData.open(settings.data(), settings.fit().seed(), streams);
            try (var choice = backends.open(streams)) {
                var now = RunRecord.of(before.arguments(), data, choice.backend().device());
                before.checkSame(folder, now);
                if (before.isOtherDevice(now)) {
                    streams.say("Note: the run was started on " + before.backend().device() + ", this is "
                            + now.backend().device() + "; processors may round differently");
                }
                var program = AutoencoderProgram.training(settings.model().model(data.train().shape()),
                        settings.objective(), settings.fit().batch(), settings.fit().seed());
                try (var session = Session.open(program, choice.backend());
                        var interrupts = Interrupts.caught(streams)) {
                    return conclude(log, model(session, log), train(session, data, log, interrupts),
                            interrupts);
                }
            }
        }
    }

    /** Whether the model's file has the weights that the report says it has. */
    private boolean model(Session session, WeightLog log) {
        if (log.kept() == 0) {
            return true;
        }
        TrainedModel.load(folder.resolve(ResultFiles.MODEL)).writeTo(session);
        String expected = log.hashes().get(log.kept() - 1);
        String found = WeightHash.of(session);
        boolean same = found.equals(expected);
        streams.result(ResultFiles.MODEL + ": " + (same ? "the weights of epoch " + log.kept()
                : "not the weights of epoch " + log.kept() + ": " + shown(expected) + " in the report, "
                        + shown(found) + " in the file"));
        return same;
    }

    private Comparison train(Session session, TrainData data, WeightLog log, Interrupts interrupts) {
        var comparison = new Comparison(log);
        var config = settings.fit().config();
        InitialWeights.write(session, data.train(), config.seed());
        var trainer = new Trainer(session, config, List.of(display, comparison),
                () -> interrupts.getAsBoolean() || comparison.isOver());
        try {
            trainer.fit(settings.model().augmented(data.train(), settings.fit().seed()), data.validation());
        } catch (DivergedException e) {
            streams.say("Note: " + e.getMessage());
        }
        return comparison;
    }

    private int conclude(WeightLog log, boolean model, Comparison comparison, Interrupts interrupts) {
        int epochs = log.hashes().size();
        if (comparison.firstOther > 0) {
            streams.result("Not the same bits from epoch " + comparison.firstOther + " of " + epochs + " on"
                    + (comparison.firstOther < epochs ? "; those after it were not trained" : ""));
            return ExitCode.FAILED;
        }
        if (comparison.done < epochs) {
            streams.result((interrupts.getAsBoolean() ? "Interrupted" : "Training ended early") + ": "
                    + comparison.done + " of " + epochs + " epochs were compared, all with the same bits");
            return interrupts.getAsBoolean() ? ExitCode.INTERRUPTED : ExitCode.FAILED;
        }
        streams.result("The same bits in all of " + Words.count(epochs, "epoch"));
        return model ? ExitCode.DONE : ExitCode.FAILED;
    }
}
