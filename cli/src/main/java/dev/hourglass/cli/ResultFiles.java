package dev.hourglass.cli;

import dev.hourglass.cli.report.RunPage;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what a training run leaves behind, and says what it is worth. */
public final class ResultFiles {
    public static final String MODEL = "model.safetensors";
    static final String REPORT = "report.json";
    public static final String SAMPLES = "samples.png";
    private static final String LOSS = "loss.png";

    private final OutputFolder folder;
    private final TrainSettings settings;
    private final TrainData data;
    private final Streams streams;

    public ResultFiles(OutputFolder folder, TrainSettings settings, TrainData data, Streams streams) {
        this.folder = folder;
        this.settings = settings;
        this.data = data;
        this.streams = streams;
    }

    /** Names of all files of a run that is also tested on other data. */
    public static List<String> names(TrainData data, List<String> furtherData) {
        var names = new ArrayList<>(List.of(MODEL, REPORT, LOSS, RunRecord.NAME));
        names.addAll(RunPage.names());
        if (data.table().isEmpty()) {
            names.add(SAMPLES);
            furtherData.forEach(each -> names.add(samples(each)));
        }
        return names;
    }

    private static String samples(String data) {
        return "samples-" + data.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-|-$", "") + ".png";
    }

    public void model(TrainedModel trained) {
        trained.save(folder.file(MODEL));
    }

    public void pictures(Gallery gallery, Optional<Verdict> verdict) {
        PngImage.write(folder.file(SAMPLES), gallery.test(verdict));
        gallery.further(verdict).forEach((name, sheet) -> PngImage.write(folder.file(samples(name)), sheet));
    }

    public void losses(LossHistory history) {
        LossChart.write(folder.file(LOSS), history, settings);
    }

    /** The numbers, and the page. */
    public void report(Report report, dev.hourglass.report.Report page) {
        report.write(folder.file(REPORT));
        RunPage.write(folder, page);
    }

    /** Prints the results; returns the exit code. */
    public int conclude(Ending ending, Optional<Verdict> verdict) {
        verdict.ifPresent(this::print);
        streams.result(
                "Wrote " + folder.file(RunPage.HTML) + " (open it in a browser), "
                        + (data.table().isEmpty() ? SAMPLES + ", " : "") + LOSS + ", " + REPORT + ", "
                        + MODEL);
        ending.failure()
                .ifPresent(each -> streams.say("hourglass: " + each + "; what was written is from "
                        + ending.kept().name()));
        if (ending.isInterrupted()) {
            streams.say("hourglass: interrupted; the model is that of " + ending.kept().name());
        }
        verdict.filter(Verdict::isConstant).ifPresent(_ -> streams.say(Verdict.constant(data.noun())));
        if (ending.exitCode() == ExitCode.DONE && verdict.map(Verdict::isCollapsed).orElse(false)) {
            streams.say(
                    "hourglass: the model has collapsed: it is no better than always answering with the mean "
                            + "training " + data.noun() + ". " + advice());
            return ExitCode.FAILED;
        }
        return ending.exitCode();
    }

    private String advice() {
        if (settings.model().loss().equals(ModelChoice.MSE) && data.table().isEmpty()) {
            return "Try --loss bce, another --seed, more --epochs or a lower --learning-rate";
        }
        return "Try another --seed, more --epochs or a lower --learning-rate";
    }

    private void print(Verdict verdict) {
        line("Test " + data.noun() + "s", verdict.metrics());
        streams.result("  (answering always with the mean " + data.noun() + ": MSE "
                + Words.error(verdict.meanImageMse()) + ")");
        verdict.furtherByName().forEach(this::line);
    }

    private void line(String what, Map<String, Double> metrics) {
        double psnr = metrics.get(Training.PSNR);
        if (settings.task() == Task.DENOISE) {
            double noisy = metrics.get(Training.NOISY_PSNR);
            streams.result(what + ": PSNR " + Words.decibels(noisy) + " with noise, " + Words.decibels(psnr)
                    + " denoised: " + Words.decibels(Math.abs(psnr - noisy))
                    + (psnr > noisy ? " better" : " worse"));
        } else if (data.table().isPresent()) {
            streams.result(what + ": MSE " + Words.error(metrics.get(AutoencoderProgram.MSE))
                    + " of the standardised features");
        } else {
            streams.result(what + ": MSE " + Words.error(metrics.get(AutoencoderProgram.MSE)) + ", PSNR "
                    + Words.decibels(psnr));
        }
    }
}
