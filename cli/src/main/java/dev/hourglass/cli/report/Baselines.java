package dev.hourglass.cli.report;

import dev.hourglass.cli.Task;
import dev.hourglass.cli.Verdict;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.Training;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model has to beat to be worth having, measured on the same test rows.
 *
 * @param mseByName of the baselines that were measured
 */
public record Baselines(Comparison comparison, Map<String, Double> mseByName) {
    private static final String MEAN = "mean image";
    private static final String UNTRAINED = "untrained network";
    private static final String NOISY = "noisy image";

    /** Measures them; the session holds the trained weights again afterwards. */
    public static Baselines measure(TrainedRun run, Verdict verdict) {
        var values = new LinkedHashMap<String, Double>();
        var metrics = verdict.metrics();
        boolean denoise = run.settings().task() == Task.DENOISE;
        var comparison = Comparison.of("MSE", Comparison.Better.LOWER, "%.5f").model("this model",
                metrics.get(AutoencoderProgram.MSE), run.settings().model().name());
        values.put("meanImage", verdict.meanImageMse());
        comparison = comparison.baseline(MEAN, verdict.meanImageMse(),
                "always answers with the mean of the training images");
        if (denoise) {
            values.put("noisyImage", metrics.get(AutoencoderProgram.NOISY_MSE));
            comparison = comparison.baseline(NOISY, metrics.get(AutoencoderProgram.NOISY_MSE),
                    "leaves the noise where it is");
        }
        double untrained = untrained(run);
        values.put("untrained", untrained);
        comparison = comparison.baseline(UNTRAINED, untrained, "the same network with its first weights");
        return new Baselines(comparison, values);
    }

    private static double untrained(TrainedRun run) {
        try {
            InitialWeights.write(run.session(), run.data().train(), run.settings().fit().config().seed());
            return Training.evaluate(run.session(), run.interruptible(run.data().test()))
                    .get(AutoencoderProgram.MSE);
        } finally {
            run.model().writeTo(run.session());
        }
    }

    /** For report.json. */
    public Map<String, Object> results() {
        var results = new LinkedHashMap<String, Object>();
        results.put("baselineMse", mseByName);
        results.put("beatsBaselines", comparison.beatsAll());
        return results;
    }

    Chapter chapter() {
        return Chapter.of("Beside baselines", comparison.table("Test images"));
    }

    List<Finding> findings() {
        return comparison.findings();
    }
}
