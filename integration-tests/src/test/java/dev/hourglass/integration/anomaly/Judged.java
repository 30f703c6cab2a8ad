package dev.hourglass.integration.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableProfile;
import dev.hourglass.data.TableSource;
import dev.hourglass.evaluation.Baseline;
import dev.hourglass.evaluation.IsolationForest;
import dev.hourglass.evaluation.PcaBaseline;
import dev.hourglass.evaluation.Ranking;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.models.table.Scaling;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.spi.Backend;
import java.util.List;
import java.util.Set;

/**
 * One data set and seed by ADBench's protocol, on {@linkplain AdBenchSplit the rows of its published tables}:
 * fitted without labels on training rows that hold anomalies, judged by the test rows; features scaled to [0,
 * 1] by the smallest and largest value of the training part.
 */
final class Judged {
    /** In percent. */
    record Quality(double auroc, double ap) {
    }

    private final Frame train;
    private final Frame test;
    private final String label;
    private final boolean[] anomalies;
    private final long seed;

    /** @param label column with 0 for normal rows */
    Judged(TableSource table, String label, int seed) {
        var profile = TableProfile.of(table, List.of());
        var rows = Frame.sample(table, profile, Math.toIntExact(profile.rows()), seed);
        var split = AdBenchSplit.of(anomalies(rows, label), seed);
        this.train = rows.rows(split.train());
        this.test = rows.rows(split.test());
        this.label = label;
        this.seed = seed;
        this.anomalies = anomalies(test, label);
    }

    private static boolean[] anomalies(Frame rows, String label) {
        int column = rows.columns().indexOf(label);
        var anomalies = new boolean[rows.size()];
        for (int row = 0; row < anomalies.length; row++) {
            anomalies[row] = rows.cell(row, column) != 0;
        }
        return anomalies;
    }

    /** Whether there is an anomaly among the test rows: where they are very rare, the draw may hold none. */
    boolean canBeJudged() {
        for (boolean anomaly : anomalies) {
            if (anomaly) {
                return true;
            }
        }
        return false;
    }

    /** The detector with its settings for contaminated data, which are the same for all data. */
    Quality detector(Backend backend) {
        var detector = AnomalyDetector
                .fit(train, Set.of(label), DetectorSettings.contaminated(seed), Holdout.none(),
                        backend, FitListener.none())
                .detector();
        try (var scorer = detector.open(backend, 256)) {
            return quality(
                    Ranking.of(AnomalyDetector.scores(scorer, detector.encoding().orElseThrow().encode(test)),
                            anomalies));
        }
    }

    Quality forest() {
        return baseline(IsolationForest.fit(encoded(train), seed));
    }

    Quality components() {
        return baseline(PcaBaseline.fit(encoded(train), PcaBaseline.Score.WEIGHTED));
    }

    private Dataset encoded(Frame rows) {
        return TableEncoding.fit(train, Set.of(label), Scaling.MIN_MAX).encode(rows);
    }

    private Quality baseline(Baseline fitted) {
        return quality(Ranking.of(fitted.scores(encoded(test)), anomalies));
    }

    private static Quality quality(Ranking ranking) {
        return new Quality(100 * ranking.auroc(), 100 * ranking.averagePrecision());
    }
}
