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
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.models.table.Scaling;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One data set and seed by ADBench's protocol: at most 10,000 rows drawn without replacement; fewer than
 * 1,000 drawn with replacement up to 1,000; 70 % of each class to fit on without labels, 30 % to judge by;
 * features scaled to [0, 1] by the smallest and largest value of the training part. All draws are Philox':
 * rows by stream (SAMPLE, 0), repeated rows by (SAMPLE, 1), the split by a permutation of (SPLIT, 1).
 */
final class Judged {
    private static final int MOST = 10_000;
    private static final int LEAST = 1000;
    private static final double TEST = 0.3;

    /** In percent. */
    record Quality(double auroc, double ap) {
    }

    private final Frame train;
    private final Frame test;
    private final String label;
    private final boolean[] anomalies;
    private final long seed;

    /** @param label column with 0 for normal rows */
    Judged(TableSource table, String label, long seed) {
        this(sample(table, seed), label, seed);
    }

    private Judged(Frame rows, String label, long seed) {
        int column = rows.columns().indexOf(label);
        int[] order = new PhiloxGenerator(seed, Streams.SPLIT.id(1), 0).permutation(rows.size());
        var trainRows = new ArrayList<Integer>();
        var testRows = new ArrayList<Integer>();
        for (boolean anomaly : new boolean[] {false, true}) {
            List<Integer> own = Arrays.stream(order).filter(row -> rows.cell(row, column) != 0 == anomaly)
                    .boxed()
                    .toList();
            int count = (int) Math.round(own.size() * TEST);
            testRows.addAll(own.subList(0, count));
            trainRows.addAll(own.subList(count, own.size()));
        }
        this.train = rows.rows(trainRows.stream().mapToInt(Integer::intValue).toArray());
        this.test = rows.rows(testRows.stream().mapToInt(Integer::intValue).toArray());
        this.label = label;
        this.seed = seed;
        this.anomalies = new boolean[test.size()];
        for (int row = 0; row < anomalies.length; row++) {
            anomalies[row] = test.cell(row, column) != 0;
        }
    }

    private static Frame sample(TableSource table, long seed) {
        var rows = Frame.sample(table, TableProfile.of(table, List.of()), MOST, seed);
        if (rows.size() >= LEAST) {
            return rows;
        }
        var random = new PhiloxGenerator(seed, Streams.SAMPLE.id(1), 0);
        var drawn = new int[LEAST];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(rows.size());
        }
        return rows.rows(drawn);
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
                        backend, (_, _) -> {
                        })
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
