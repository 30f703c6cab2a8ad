package dev.hourglass.integration.anomaly;

import dev.hourglass.data.DataPlaces;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.KnownData;
import dev.hourglass.evaluation.Baseline;
import dev.hourglass.evaluation.IsolationForest;
import dev.hourglass.evaluation.PcaBaseline;
import dev.hourglass.evaluation.Ranking;
import dev.hourglass.integration.anomaly.DefectPictures.Surface;
import dev.hourglass.models.Safetensors;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.models.anomaly.ScoreKind;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Looks for defects on drawn surfaces: AUROC of images and of pixels, beside what needs no training. Pictures
 * are trained on without labels, four in a hundred of them with a defect.
 *
 * <pre>{@code
 * java -cp CLASSPATH dev.hourglass.integration.anomaly.Defects SIDE IMAGES SEED...
 * }</pre>
 */
final class Defects {
    private static final int GOOD = 60;
    private static final int BAD = 80;

    private Defects() {
    }

    public static void main(String[] arguments) {
        int side = Integer.parseInt(arguments[0]);
        int images = Integer.parseInt(arguments[1]);
        var boots = boots();
        try (var backend = Backends.open("auto", Options.standard()).backend()) {
            for (int s = 2; s < arguments.length; s++) {
                for (var surface : Surface.values()) {
                    var pictures = new DefectPictures(surface, side, boots, Long.parseLong(arguments[s]));
                    judge(pictures.draw(images - images / 25, images / 25).images(),
                            pictures.draw(GOOD, BAD), Long.parseLong(arguments[s]), backend);
                }
            }
        }
    }

    /** Ankle boots of Fashion-MNIST. */
    static Dataset boots() {
        var clothes = KnownData.open("fashion-mnist", KnownData.Part.TRAIN,
                DataPlaces.standard(Optional.empty(), DataPlaces.Network.FORBIDDEN, null));
        return Datasets.some(clothes, IntStream.range(0, clothes.size())
                .filter(row -> clothes.label(row).orElseThrow() == 9).toArray());
    }

    private static void judge(Dataset train, DefectPictures.Set test, long seed, Backend backend) {
        String name = train.name() + ", seed " + seed;
        detector(name, train, test, DetectorSettings.contaminated(seed), backend);
        detector(name + ", untrained", train, test, DetectorSettings.contaminated(seed).withSteps(0),
                backend);
        baseline(name, PcaBaseline.fit(train, PcaBaseline.Score.RECONSTRUCTION), test);
        baseline(name, IsolationForest.fit(train, seed), test);
        mean(name, train, test);
    }

    private static void detector(String name, Dataset train, DefectPictures.Set test,
            DetectorSettings settings, Backend backend) {
        long began = System.nanoTime();
        var fitted = AnomalyDetector.fit(train, settings, Holdout.of(0.2), backend).detector();
        double seconds = (System.nanoTime() - began) / 1e9;
        for (var kind : ScoreKind.values()) {
            score(String.format(Locale.ROOT, "%s, %s", name, kind), scoredBy(fitted, kind), test, backend);
        }
        System.out.printf(Locale.ROOT, "%s: fitted in %.1f s%n", name, seconds);
    }

    /** The same network by another score: that is only a word in the file. */
    private static AnomalyDetector scoredBy(AnomalyDetector detector, ScoreKind kind) {
        try {
            Path file = Files.createTempFile("hourglass-", ".safetensors");
            detector.save(file);
            var content = Safetensors.read(file);
            var metadata = new TreeMap<>(content.metadata());
            metadata.put("hourglass.score", kind.toString());
            Safetensors.write(file, content.tensors(), metadata);
            var other = AnomalyDetector.load(file);
            Files.delete(file);
            return other;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void score(String name, AnomalyDetector detector, DefectPictures.Set test,
            Backend backend) {
        int width = test.images().shape().elements();
        var scores = new double[test.images().size()];
        var heat = new double[scores.length * width / 3];
        var isDefect = new boolean[heat.length];
        var row = new float[width];
        try (var scorer = detector.open(backend, 1)) {
            for (int i = 0; i < scores.length; i++) {
                test.images().read(i, row, 0);
                scores[i] = scorer.score(row)[0];
                float[] own = scorer.heat(row);
                for (int at = 0; at < own.length; at++) {
                    heat[i * width / 3 + at / 3] += own[at];
                    isDefect[i * width / 3 + at / 3] = test.masks()[i][at / 3];
                }
            }
        }
        System.out.printf(Locale.ROOT, "%-40s images %.3f  pixels %.3f%n", name,
                Ranking.of(scores, test.labels()).auroc(), Ranking.of(heat, isDefect).auroc());
    }

    private static void baseline(String name, Baseline baseline, DefectPictures.Set test) {
        System.out.printf(Locale.ROOT, "%-40s images %.3f%n", name + ", " + baseline.name(),
                Ranking.of(baseline.scores(test.images()), test.labels()).auroc());
    }

    /** The mean image: distance from it, and at each pixel the squared difference. */
    private static void mean(String name, Dataset train, DefectPictures.Set test) {
        int width = train.shape().elements();
        var mean = new double[width];
        var row = new float[width];
        for (int i = 0; i < train.size(); i++) {
            train.read(i, row, 0);
            for (int at = 0; at < width; at++) {
                mean[at] += (double) row[at] / train.size();
            }
        }
        var scores = new double[test.images().size()];
        var heat = new double[scores.length * width / 3];
        var isDefect = new boolean[heat.length];
        for (int i = 0; i < scores.length; i++) {
            test.images().read(i, row, 0);
            for (int at = 0; at < width; at++) {
                double square = (row[at] - mean[at]) * (row[at] - mean[at]);
                scores[i] += square;
                heat[i * width / 3 + at / 3] += square;
                isDefect[i * width / 3 + at / 3] = test.masks()[i][at / 3];
            }
        }
        System.out.printf(Locale.ROOT, "%-40s images %.3f  pixels %.3f%n", name + ", distance from the mean",
                Ranking.of(scores, test.labels()).auroc(), Ranking.of(heat, isDefect).auroc());
    }
}
