package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.table.UnknownCategories;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.Extent;
import dev.hourglass.models.anomaly.RowScorer;
import dev.hourglass.report.Point;
import dev.hourglass.report.Scatter;
import dev.hourglass.spi.DeviceInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything a run found out.
 *
 * @param judged empty where there are no labels, or the user did not wait
 * @param codes  a map of them; empty when the user did not wait
 * @param ending how the run ended
 */
record AnomalyResult(Subject subject, Fit fit, Optional<Judged> judged, Optional<Scatter> codes,
        Ending ending) {
    private static final int EXPLAINED = 10;

    /** What was fitted, and on what. */
    record Subject(AnomalyOptions options, AnomalyData data, DetectorSettings settings, DeviceInfo device) {
    }

    /**
     * The detector, and how it came to be.
     *
     * @param losses of each part, over its steps or epochs
     * @param hashes of the weights after each epoch, of all parts
     */
    record Fit(AnomalyDetector.Fitted fitted, double seconds, Map<String, List<Point>> losses,
            List<String> hashes) {

        /** Number among all epochs of the one whose weights were kept, the last of the parts that count. */
        int keptEpoch() {
            var extent = fitted.extent();
            return extent.unit() == Extent.Unit.EPOCHS ? extent.finished()
                    : losses.values().stream().limit(extent.finished()).mapToInt(List::size).sum();
        }
    }

    /** How a run ended. */
    enum Ending {
        COMPLETED,
        /** By Ctrl-C, in training or after it. */
        INTERRUPTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    AnomalyOptions options() {
        return subject.options();
    }

    AnomalyData data() {
        return subject.data();
    }

    DetectorSettings settings() {
        return subject.settings();
    }

    DeviceInfo device() {
        return subject.device();
    }

    AnomalyDetector.Fitted fitted() {
        return fit.fitted();
    }

    /**
     * What the test rows showed.
     *
     * @param scores    of the test rows
     * @param labels    whether each is an anomaly
     * @param rivals    by name
     * @param explained the rows with the highest scores
     * @param unknown   rows with categories that training did not know
     */
    record Judged(float[] scores, boolean[] labels, Map<String, Rivals.Quality> rivals,
            List<Explained> explained, UnknownCategories unknown) {
        Rivals.Quality quality() {
            return Rivals.Quality.of(Rivals.doubles(scores), labels);
        }
    }

    /**
     * A row with a high score.
     *
     * @param values as the detector sees them
     * @param parts  what each value has to do with the score: of a table's row its share, of an image its
     *               heat
     */
    record Explained(int row, float score, float[] values, float[] parts) {
    }

    static List<Explained> explain(RowScorer scorer, Dataset rows, float[] scores) {
        var explained = new ArrayList<Explained>();
        IntStream.range(0, scores.length).boxed().sorted(Comparator.comparing((Integer row) -> -scores[row]))
                .limit(EXPLAINED).forEach(row -> {
                    var values = new float[rows.shape().elements()];
                    rows.read(row, values, 0);
                    var parts = new float[values.length];
                    if (rows.shape().rank() == 3) {
                        parts = scorer.heat(values);
                    } else {
                        scorer.explain(values, parts);
                    }
                    explained.add(new Explained(row, scores[row], values, parts));
                });
        return explained;
    }

    String command() {
        return options().command(device());
    }

    /** Whether the detector is worth its training, in a sentence. */
    String verdict() {
        return unbeaten().isEmpty() ? "By AUROC the detector is better than all of these."
                : "By AUROC the detector does not beat: " + String.join(", ", unbeaten())
                        + ". On these data that is the better choice.";
    }

    /** Names of the rivals with an AUROC at least as large; empty where it was not judged. */
    List<String> unbeaten() {
        return judged.map(each -> each.rivals().entrySet().stream()
                .filter(rival -> rival.getValue().auroc() >= each.quality().auroc()).map(Map.Entry::getKey)
                .toList()).orElse(List.of());
    }
}
