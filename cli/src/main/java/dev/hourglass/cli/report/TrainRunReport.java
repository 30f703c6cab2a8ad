package dev.hourglass.cli.report;

import dev.hourglass.cli.Ending;
import dev.hourglass.cli.LossHistory;
import dev.hourglass.cli.ModelChoice;
import dev.hourglass.cli.Task;
import dev.hourglass.cli.Verdict;
import dev.hourglass.cli.Words;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Training;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Facts;
import dev.hourglass.report.Finding;
import dev.hourglass.report.Report;
import dev.hourglass.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** The page of a training run on images, or on rows of a table. */
public final class TrainRunReport {
    private final TrainedRun run;
    private final String command;
    private final Ending ending;
    private final LossHistory history;

    /** @param command that does it again */
    public TrainRunReport(TrainedRun run, String command, Ending ending, LossHistory history) {
        this.run = run;
        this.command = command;
        this.ending = ending;
        this.history = history;
    }

    /**
     * The page.
     *
     * @param baselines empty when they were not measured
     */
    public Report report(Optional<Baselines> baselines, TaskReport.Additions additions) {
        var chapters = new ArrayList<Chapter>();
        var judgement = baselines.map(Baselines::judgement).orElse(Judgement.none())
                .and(additions.judgement());
        chapters.add(subject(judgement));
        chapters.add(RunChapters.training(history, lossName()));
        chapters.add(run.data().table().map(origin -> new DecodedRows(run, origin).chapter())
                .orElseGet(() -> new Pictures(run).chapter()));
        baselines.ifPresent(each -> chapters.add(each.chapter()));
        code().ifPresent(chapters::add);
        chapters.addAll(additions.chapters());
        chapters.add(RunChapters.again(command));
        String title = (run.settings().task() == Task.DENOISE ? "Denoiser of " : "Compressor of ")
                + RunPage.dataName(run.settings().data().data());
        return new Report(title, summary(judgement), chapters, RunPage.provenance(run.backend().device()));
    }

    private Optional<Chapter> code() {
        try {
            return new Code(run).chapter();
        } catch (CancellationException _) {
            return Optional.empty();
        }
    }

    private String lossName() {
        return run.settings().model().loss().equals(ModelChoice.BCE) ? "binary cross-entropy"
                : "mean squared error";
    }

    private String summary(Judgement judgement) {
        return run.verdict().filter(Verdict::isTested)
                .map(verdict -> verdict.isCollapsed() ? "Has collapsed. " + summary(verdict)
                        : verdict.isConstant() ? summary(verdict) : judgement.before(summary(verdict)))
                .orElse("Training was interrupted: the model was not tested.");
    }

    private String summary(Verdict verdict) {
        double psnr = verdict.metrics().get(Training.PSNR);
        if (run.settings().task() == Task.DENOISE) {
            return "Takes test images from " + Words.decibels(verdict.metrics().get(Training.NOISY_PSNR))
                    + " to "
                    + Words.decibels(psnr) + " (peak signal-to-noise ratio).";
        }
        String mse = Words.error(verdict.metrics().get(AutoencoderProgram.MSE));
        return run.data().table().isPresent()
                ? "Gives test rows back with a mean squared error of " + mse
                        + " of the standardised features."
                : "Gives test images back with a mean squared error of " + mse + " (" + Words.decibels(psnr)
                        + ").";
    }

    private Chapter subject(Judgement judgement) {
        var settings = run.settings();
        var facts = new LinkedHashMap<String, String>();
        facts.put("Task", settings.task().toString());
        facts.put("Model", settings.model().name());
        facts.put("Parameters", Words.count(run.session().program().trainedValues()));
        String rows = run.data().table().isPresent() ? "Rows" : "Images";
        run.data().table().ifPresentOrElse(origin -> RunChapters.columns(origin.encoding(), facts),
                () -> facts
                        .put("Images", run.model().architecture().row() + " (height, width, channels)"));
        facts.put("Code", Words.count(new Code(run).numbers()) + " numbers for " + Words.count(
                run.model().architecture().row().elements()));
        facts.put("Data", settings.data().data());
        facts.put(rows + " to train on", Words.count(run.data().train().size()));
        run.data().validation().ifPresent(each -> facts.put(rows + " to watch", Words.count(each.size())));
        facts.put(rows + " to test on", Words.count(run.data().test().size()));
        facts.put("Loss", lossName());
        facts.put("Noise", settings.model().noise());
        facts.put("Optimizer", settings.fit().step().optimizer() + ", learning rate "
                + settings.fit().step().rate() + ", " + settings.fit().step().schedule());
        facts.put("Batch", Words.count(settings.fit().batch()));
        facts.put("Seed", String.valueOf(settings.fit().seed()));
        facts.put("Epochs", ending.outcome() + " after " + history.epochs().size() + " of "
                + settings.fit().epochs());
        facts.put("Weights of", ending.kept().name() + ": " + ending.kept().reason());
        if (!ending.kept().isUnfinished()) {
            facts.put("Weights", "SHA-256 " + ending.kept().weights());
        }
        facts.put("Time",
                Words.seconds(ending.seconds()) + ", " + Words.count(Math.round(ending.imagesPerSecond()))
                        + " " + run.data().noun() + "s per second");
        var sections = new ArrayList<Section>(List.of(new Facts("", facts)));
        ending.failure().ifPresent(each -> sections.add(Finding.bad(each)));
        if (run.verdict().map(Verdict::isCollapsed).orElse(false)) {
            sections.add(Finding
                    .bad("The model has collapsed: it is no better than always answering with the mean "
                            + "training " + run.data().noun() + "."));
        } else if (run.verdict().map(Verdict::isConstant).orElse(false)) {
            sections.add(Finding.careful(Verdict.constant(run.data().noun())));
        } else {
            sections.addAll(judgement.findings());
        }
        return new Chapter("What was trained", sections);
    }
}
