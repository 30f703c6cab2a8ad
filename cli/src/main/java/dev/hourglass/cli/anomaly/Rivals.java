package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.Interruptible;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.evaluation.IsolationForest;
import dev.hourglass.evaluation.PcaBaseline;
import dev.hourglass.evaluation.Ranking;
import dev.hourglass.models.anomaly.AnomalyDetector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What a detector must beat to be worth its training. */
final class Rivals {
    static final String MEAN = "distance from the mean";
    static final String UNTRAINED = "untrained network";
    /** Rows they are fitted on, at most: more make them slower and no better. */
    private static final int MOST = 20_000;

    /**
     * How well a ranking finds the anomalies.
     *
     * @param auroc area under the ROC curve
     * @param ap    average precision
     */
    record Quality(double auroc, double ap) {
        static Quality of(double[] scores, boolean[] labels) {
            var ranking = Ranking.of(scores, labels);
            return new Quality(ranking.auroc(), ranking.averagePrecision());
        }
    }

    private Rivals() {
    }

    /**
     * Each rival's quality, by name.
     *
     * @throws java.util.concurrent.CancellationException after Ctrl-C
     */
    static Map<String, Quality> judge(AnomalyData data, AnomalyDetector detector, float[] untrained,
            long seed, BooleanSupplier stopped) {
        var train = new Interruptible(Datasets.first(data.train(detector), MOST), stopped);
        var labelled = data.test(detector);
        var test = new AnomalyData.Test(new Interruptible(labelled.rows(), stopped), labelled.labels());
        var found = new LinkedHashMap<String, Quality>();
        found.put(MEAN, Quality.of(fromMean(train, test.rows()), test.labels()));
        var pca = PcaBaseline.fit(train, PcaBaseline.Score.RECONSTRUCTION);
        found.put(pca.name(), Quality.of(pca.scores(test.rows()), test.labels()));
        if (train.shape().rank() == 1) {
            var weighted = PcaBaseline.fit(train, PcaBaseline.Score.WEIGHTED);
            found.put(weighted.name(), Quality.of(weighted.scores(test.rows()), test.labels()));
        }
        found.put(UNTRAINED, Quality.of(doubles(untrained), test.labels()));
        var forest = IsolationForest.fit(train, seed);
        found.put(forest.name(), Quality.of(forest.scores(test.rows()), test.labels()));
        return found;
    }

    static double[] doubles(float[] values) {
        var doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static double[] fromMean(Dataset train, Dataset test) {
        int width = train.shape().elements();
        var mean = new double[width];
        var row = new float[width];
        for (int i = 0; i < train.size(); i++) {
            train.read(i, row, 0);
            for (int j = 0; j < width; j++) {
                mean[j] += (double) row[j] / train.size();
            }
        }
        var distances = new double[test.size()];
        for (int i = 0; i < distances.length; i++) {
            test.read(i, row, 0);
            for (int j = 0; j < width; j++) {
                distances[i] += (row[j] - mean[j]) * (row[j] - mean[j]);
            }
        }
        return distances;
    }
}
