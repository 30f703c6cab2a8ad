package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.BackendOptions;
import dev.hourglass.cli.ExitCode;
import dev.hourglass.cli.Interruptible;
import dev.hourglass.cli.Interrupts;
import dev.hourglass.cli.OutputFolder;
import dev.hourglass.cli.ResultFiles;
import dev.hourglass.cli.RunJournal;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Verbosity;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.anomaly.AnomalyResult.Ending;
import dev.hourglass.cli.report.RunPage;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.Decision;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.report.Scatter;
import dev.hourglass.spi.Backend;
import dev.hourglass.train.DivergedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Fits a detector, judges it where there are labels, and writes it. */
final class AnomalyRun {
    static final String REPORT = "report.json";
    private static final long ROOM = 50_000_000;
    private static final int BATCH = 256;

    private final AnomalyOptions options;
    private final Streams streams;
    private final RunJournal journal;

    AnomalyRun(AnomalyOptions options, Streams streams) {
        this.options = options;
        this.streams = streams;
        this.journal = options.run().journal(List.of(), options.out(), streams);
    }

    /** Returns the exit code. */
    int run() {
        var settings = options.settings();
        options.holdout();
        options.test();
        options.table();
        journal.open();
        var folder = OutputFolder.prepare(options.out(), ROOM);
        try {
            var data = AnomalyData.open(options, streams);
            try (var choice = options.backend().open(streams)) {
                var backend = choice.backend();
                streams.say("Backend  " + BackendOptions.words(backend.device()));
                journal.start(options.words(backend.device()), data.digests(), backend.device());
                try (var interrupts = Interrupts.caught(streams)) {
                    return run(new AnomalyResult.Subject(options, data, settings, backend.device()), backend,
                            folder, interrupts);
                }
            }
        } finally {
            journal.close();
            folder.removeIfEmpty();
        }
    }

    private int run(AnomalyResult.Subject subject, Backend backend, OutputFolder folder,
            Interrupts interrupts) {
        AnomalyResult.Fit fit;
        try {
            fit = fit(subject.data(), backend, interrupts);
        } catch (CancellationException e) {
            return nothing("interrupted: " + e.getMessage(), ExitCode.INTERRUPTED, folder);
        } catch (DivergedException e) {
            return nothing(e.getMessage(), ExitCode.USER, folder);
        }
        var detector = fit.fitted().detector();
        var device = subject.device();
        detector.withNote("command", options.command(device))
                .save(folder.file(ResultFiles.MODEL));
        Optional<AnomalyResult.Judged> judged = Optional.empty();
        Optional<Scatter> codes = Optional.empty();
        try {
            judged = judge(subject.data(), detector, backend, interrupts);
            codes = Optional.of(CodeMap.of(subject.data(), detector, backend, options.seed(), interrupts));
        } catch (CancellationException _) {
            streams.say("hourglass: interrupted; the report is not complete");
        }
        var ending = codes.isPresent() && fit.fitted().extent().isComplete() ? Ending.COMPLETED
                : Ending.INTERRUPTED;
        var result = new AnomalyResult(subject, fit, judged, codes, ending);
        AnomalyReportJson.write(folder.file(REPORT), result);
        RunPage.write(folder, new AnomalyPage(result).report());
        print(result, folder);
        int code = ending == Ending.COMPLETED ? ExitCode.DONE : ExitCode.INTERRUPTED;
        journal.finish(code);
        return code;
    }

    private int nothing(String reason, int code, OutputFolder folder) {
        streams.say("hourglass: " + reason + "; nothing was written"
                + (folder.existing(List.of(ResultFiles.MODEL)).isEmpty() ? ""
                        : ", the earlier results in " + options.out() + " stay"));
        journal.end(code);
        return code;
    }

    private AnomalyResult.Fit fit(AnomalyData data, Backend backend, Interrupts interrupts) {
        long began = System.nanoTime();
        try (var progress = options.run().verbosity() == Verbosity.QUIET ? AnomalyProgress.none()
                : AnomalyProgress.of(streams, "Training", -1);
                var course = new FitCourse(new FitCourse.Along(progress, journal,
                        options.run().tensorBoard(options.out())), interrupts, streams)) {
            var fitted = data.fit(options.settings(), options.holdout(), backend, course);
            progress.close();
            double seconds = (System.nanoTime() - began) / 1e9;
            streams.say("Trained  " + Words.count(fitted.detector().parameters()) + " parameters on "
                    + Words.count(fitted.rows(), data.noun()) + (fitted.trimmed() == 0 ? ""
                            : "; left out as answered too badly: "
                                    + Words.count(fitted.trimmed())));
            if (fitted.detector().relations() > 0) {
                streams.say("Found    " + Words.count(fitted.detector().relations(), "linear relation")
                        + " between columns of numbers; rows that break one score high");
            }
            fitted.detector().encoding().ifPresent(encoding -> encoding.unused()
                    .forEach(each -> streams.say("Not used: column " + each)));
            return new AnomalyResult.Fit(fitted, seconds, course.losses(), course.hashes());
        }
    }

    /** @throws CancellationException after Ctrl-C */
    private Optional<AnomalyResult.Judged> judge(AnomalyData data, AnomalyDetector detector,
            Backend backend, Interrupts interrupts) {
        if (!data.isLabelled()) {
            return Optional.empty();
        }
        var test = data.test(detector);
        float[] scores;
        var shares = new ArrayList<AnomalyResult.Explained>();
        try (var scorer = detector.open(backend, BATCH)) {
            scores = AnomalyDetector.scores(scorer, new Interruptible(test.rows(), interrupts));
            shares.addAll(AnomalyResult.explain(scorer, test.rows(), scores));
        }
        var unknown = data.unknownInTest(detector);
        unknown.say(streams, "test row");
        streams.say("Compares with what needs no training");
        var untrained = data.fit(options.settings().withSteps(0), Holdout.none(), backend,
                new FitListener() {
                    @Override
                    public boolean isCancelled() {
                        return interrupts.getAsBoolean();
                    }
                });
        float[] others;
        // The untrained one may have another encoding: it is fitted on the calibration rows too.
        var rows = data.test(untrained.detector()).rows();
        try (var scorer = untrained.detector().open(backend, BATCH)) {
            others = AnomalyDetector.scores(scorer, new Interruptible(rows, interrupts));
        }
        Map<String, Rivals.Quality> rivals = Rivals.judge(data, detector, others, options.seed(), interrupts);
        return Optional.of(new AnomalyResult.Judged(scores, test.labels(), rivals, shares, unknown));
    }

    private void print(AnomalyResult result, OutputFolder folder) {
        result.judged().ifPresent(judged -> {
            var own = judged.quality();
            streams.result("Test " + result.data().noun() + "s: AUROC " + percent(own.auroc())
                    + ", average precision "
                    + percent(own.ap()));
            judged.rivals()
                    .forEach((name, each) -> streams.result("  " + name + ": AUROC " + percent(each.auroc())
                            + ", average precision " + percent(each.ap())));
            streams.result(result.verdict());
        });
        var extent = result.fitted().extent();
        if (!extent.isComplete()) {
            streams.say("hourglass: interrupted; the detector is made of " + extent);
        }
        var decision = result.fitted().detector().decision();
        streams.result("Threshold " + decision.threshold() + ": above it lie at most "
                + percent(decision.contamination()) + " % of the "
                + Words.count(decision.calibration().size(), data(decision)));
        streams.result("Wrote " + folder.file(RunPage.HTML) + " (open it in a browser), " + REPORT + ", "
                + ResultFiles.MODEL);
        streams.result("Next: hourglass score --model " + folder.file(ResultFiles.MODEL) + " --in "
                + options.data() + " --out scores.csv");
    }

    private static String data(Decision decision) {
        return decision.rows() == Decision.Rows.HELD_OUT ? "calibration score" : "training score";
    }

    static String percent(double share) {
        return String.format(java.util.Locale.ROOT, "%.2f", 100 * share);
    }
}
