package dev.hourglass.cli;

import dev.hourglass.cli.RunRecord.Digests;
import dev.hourglass.cli.report.Baselines;
import dev.hourglass.cli.report.Judgement;
import dev.hourglass.cli.report.TrainRunReport;
import dev.hourglass.cli.report.TaskReport;
import dev.hourglass.cli.report.TrainedRun;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Evidence;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.Program;
import dev.hourglass.report.Finding;
import dev.hourglass.report.tensorboard.TensorBoard;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import dev.hourglass.train.DivergedException;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainListener;
import dev.hourglass.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Trains, tests and writes: what {@code train} and {@code demo} do. */
public final class TrainRun {
    /** More than the pictures and the report ever take. */
    private static final long ROOM = 8_000_000;

    private TrainSettings settings;
    private final TaskReport task;
    private final Streams streams;
    private final ProgressDisplay display;
    private final LossHistory history = new LossHistory();
    private Optional<Path> tensorBoard = Optional.empty();
    private RunJournal journal;

    public TrainRun(TrainSettings settings, Streams streams, ProgressDisplay display) {
        this(settings, TaskReport.none(), streams, display);
    }

    /** @param task adds to the report */
    public TrainRun(TrainSettings settings, TaskReport task, Streams streams, ProgressDisplay display) {
        this.settings = settings;
        this.task = task;
        this.streams = streams;
        this.display = display;
        this.journal = new RunJournal(RunMode.TRAIN, Optional.empty(), List.of(), settings.out(), streams);
    }

    /** Notes the run, so that it survives the death of the process. */
    TrainRun journal(RunJournal changed) {
        journal = changed;
        return this;
    }

    /** Also writes TensorBoard's events into a folder. */
    public TrainRun tensorBoard(Path folder) {
        tensorBoard = Optional.of(folder);
        return this;
    }

    /** Returns the exit code. */
    public int run(BackendOptions backends) {
        settings.check();
        journal.open();
        var folder = OutputFolder.prepare(settings.out(), ROOM);
        try (display) {
            var data = TrainData.open(settings.data(), settings.fit().seed(), streams);
            settings = settings.fitting(data.train().shape());
            var model = settings.model().model(data.train().shape());
            var further = openFurther(model, data);
            try (var choice = backends.open(streams)) {
                var program = LargestBatch.fitting(batch -> AutoencoderProgram.training(model,
                        settings.objective(), batch, settings.fit().seed()), settings.fit().batch(),
                        LargestBatch.Room.training(model, choice.backend()));
                announce(program, model, data, choice.backend(), folder);
                var tester = new Tester(settings, model, data, further, choice.backend());
                return train(tester, program, choice.backend(), folder);
            }
        } finally {
            journal.close();
            folder.removeIfEmpty();
        }
    }

    /** Opens what the model is also tested on, and makes sure before training that it takes it. */
    private Map<String, Dataset> openFurther(Autoencoder model, TrainData data) {
        var further = new LinkedHashMap<String, Dataset>();
        for (String name : settings.data().alsoTest()) {
            var rows = data.openTest(name, settings.data(), settings.fit().seed(), streams);
            model.forRow(rows.shape());
            further.put(name, rows);
        }
        return further;
    }

    private void announce(Program program, Autoencoder model, TrainData data, Backend backend,
            OutputFolder folder) {
        streams.say("Model    " + model.name() + ", " + Words.count(program.trainedValues())
                + " parameters, " + data.noun() + "s " + model.row());
        String name = data.train().name().replace(" (training part)", "");
        streams.say("Data     " + name + ": " + Words.count(data.train().size(), data.noun()) + " to train on"
                + data.validation().map(each -> ", " + Words.count(each.size()) + " to watch progress")
                        .orElse("")
                + ", " + Words.count(data.test().size()) + " to test on");
        streams.say("Backend  " + BackendOptions.words(backend.device()) + "; takes "
                + Words.bytes(program.plan().bytes()));
        List<String> existing = folder.existing(ResultFiles.names(data, settings.data().alsoTest()));
        if (!existing.isEmpty()) {
            streams.say("Replaces at the end, in " + settings.out() + ": " + String.join(", ", existing));
        }
    }

    private int train(Tester tester, Program program, Backend backend, OutputFolder folder) {
        try (var session = Session.open(program, backend); var interrupts = Interrupts.caught(streams)) {
            var ending = fit(session, tester.data(), interrupts);
            display.close();
            if (history.epochs().isEmpty() && !keepsUnfinished(ending, folder)) {
                journal.end(ending.exitCode());
                return ending.exitCode();
            }
            if (!(settings.fit().stopping() instanceof Stopping.Never)) {
                streams.say("Keeps    " + ending.kept().name() + ": " + ending.kept().reason());
            }
            var trained = settings.task().finished(
                    TrainedModel.of(tester.model(), session, notes(tester.data(), backend)),
                    tester.data().train(), backend);
            trained = trained
                    .with(Evidence.of(trained, tester.data().train(), backend, settings.fit().seed()));
            var results = new ResultFiles(folder, settings, tester.data(), streams);
            results.model(trained);
            var verdict = tester.verdict(session, trained, interrupts);
            ending = verdict.isPresent() ? ending : ending.interrupted();
            results.losses(history);
            if (tester.data().table().isEmpty()) {
                results.pictures(new Gallery(session, trained, tester), verdict);
            }
            var run = new TrainedRun(tester, session, trained, verdict, interrupts);
            var findings = report(results, run, ending);
            int code = results.conclude(ending, verdict);
            findings.forEach(each -> streams.result(each.text()));
            journal.finish(ending.exitCode());
            return code;
        }
    }

    /** What takes longer than the user wants to wait is left out after Ctrl-C. */
    private List<Finding> report(ResultFiles results, TrainedRun run, Ending ending) {
        String command = settings.command(run.backend().device(), task.words());
        var numbers = Report.of(new Report.Subject(settings, command, run.data(), run.session().program(),
                run.backend().device()), ending, history, run.verdict());
        Optional<Baselines> baselines = Optional.empty();
        var additions = TaskReport.Additions.none();
        if (run.verdict().isPresent()) {
            streams.say("Comparing with baselines, and making the report ...");
            try {
                baselines = Optional.of(Baselines.measure(run, run.verdict().get()));
                additions = task.additions(run);
            } catch (CancellationException _) {
                streams.say("hourglass: interrupted; the report is not complete");
            }
        }
        numbers = baselines.map(Baselines::results).map(numbers::with).orElse(numbers);
        results.report(numbers.with(additions.results()),
                new TrainRunReport(run, command, ending, history).report(baselines, additions));
        return baselines.map(Baselines::judgement).orElse(Judgement.none()).and(additions.judgement())
                .findings();
    }

    private Map<String, String> notes(TrainData data, Backend backend) {
        var notes = new HashMap<>(settings.notes(backend.device()));
        notes.putAll(data.notes());
        return notes;
    }

    private Ending fit(Session session, TrainData data, Interrupts interrupts) {
        var config = settings.fit().config();
        InitialWeights.write(session, data.train(), config.seed());
        // Without a folder there is no board: null is closed by doing nothing.
        try (var board = tensorBoard.map(folder -> TensorBoard.in(folder, config)).orElse(null)) {
            var trainer = new Trainer(session, config, listeners(board, session, data), interrupts);
            journal.start(settings.words(session.device()), Digests.of(data), session.device())
                    .ifPresent(trainer::checkpoints);
            var shown = settings.model().augmented(data.train(), settings.fit().seed());
            return Ending.of(trainer.fit(shown, data.validation()), history, config.stopping());
        } catch (DivergedException e) {
            return Ending.diverged(e, history, config.stopping());
        }
    }

    private List<TrainListener> listeners(TensorBoard board, Session session, TrainData data) {
        var listeners = new ArrayList<TrainListener>(List.of(history, journal.listener(""), display));
        if (board != null) {
            listeners.add(board);
            if (data.table().isEmpty()) {
                listeners.add(new EpochPictures(board, settings.task(), session,
                        data.validation().orElse(data.train())));
            }
        }
        return listeners;
    }

    /** What there is before the first epoch ends is better than nothing, but not than earlier results. */
    private boolean keepsUnfinished(Ending ending, OutputFolder folder) {
        boolean nothing = folder.existing(List.of(ResultFiles.MODEL)).isEmpty();
        if (ending.isInterrupted() && nothing) {
            return true;
        }
        streams.say("hourglass: " + ending.failure().orElse("interrupted before the first epoch was finished")
                + "; nothing was written"
                + (nothing ? "" : ", the earlier results in " + settings.out() + " stay"));
        return false;
    }
}
