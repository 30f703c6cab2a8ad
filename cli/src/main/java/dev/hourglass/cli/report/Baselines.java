package dev.hourglass.cli.report;

import dev.hourglass.cli.Task;
import dev.hourglass.cli.Verdict;
import dev.hourglass.cli.Words;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.Training;
import dev.hourglass.report.Chapter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model has to beat to be worth having, measured on the same test rows.
 *
 * @param mseByName of the baselines that were measured
 * @param noun      what a row is called
 */
public record Baselines(Comparison comparison, Map<String, Double> mseByName, String noun) {

    /** Measures them; the session holds the trained weights again afterwards. */
    public static Baselines measure(TrainedRun run, Verdict verdict) {
        var values = new LinkedHashMap<String, Double>();
        var metrics = verdict.metrics();
        var comparison = Comparison.of("MSE", Comparison.Better.LOWER, "%.5f").model("this model",
                metrics.get(AutoencoderProgram.MSE), run.settings().model().name());
        String noun = run.data().noun();
        values.put(noun.equals("image") ? "meanImage" : "meanRow", verdict.meanImageMse());
        comparison = comparison.baseline("the mean " + noun, verdict.meanImageMse(),
                "answers always with the mean of the training " + noun + "s");
        if (run.settings().task() == Task.DENOISE) {
            double noisy = metrics.get(AutoencoderProgram.NOISY_MSE);
            values.put("noisyImage", noisy);
            comparison = comparison.baseline("the noisy image", noisy, "leaves the noise where it is");
        } else {
            int numbers = new Code(run).numbers();
            if (numbers < run.data().train().shape().elements()) {
                double pca = pca(run, numbers);
                values.put("pca", pca);
                int fitted = run.pca().rows();
                comparison = comparison.baseline("PCA", pca, "the best linear code of "
                        + Words.count(numbers, "number") + ", of " + (fitted < run.data().train().size()
                                ? Words.count(fitted) + " of the training " : "the same training ")
                        + noun + "s");
            }
        }
        double untrained = untrained(run);
        values.put("untrained", untrained);
        comparison = comparison.baseline("the untrained network", untrained,
                InitialWeights.haveComponents(run.session().program())
                        ? "the same network with its first weights, which are principal components"
                        : "the same network with its first weights");
        return new Baselines(comparison, values, noun);
    }

    private static double pca(TrainedRun run, int numbers) {
        double[] errors = run.pca().rowErrors(run.interruptible(run.data().test()), numbers);
        return Arrays.stream(errors).average().orElseThrow();
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
        return Chapter.of("Beside baselines", comparison.table("Test " + noun + "s"));
    }

    /** Whom the model beats, and whom not. */
    public Judgement judgement() {
        return new Judgement(comparison.findings(), comparison.unbeatenNames());
    }
}
