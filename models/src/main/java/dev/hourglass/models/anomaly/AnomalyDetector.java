package dev.hourglass.models.anomaly;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Frame;
import dev.hourglass.data.Split;
import dev.hourglass.models.Evidence;
import dev.hourglass.models.Golden;
import dev.hourglass.models.ModelFile;
import dev.hourglass.models.anomaly.LinearRelations.NumberColumn;
import dev.hourglass.models.table.EncodedColumn;
import dev.hourglass.models.table.Scaling;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.train.WeightHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Finds rows that are unlike those it was fitted on. Nothing but the rows is learnt from: no labels.
 *
 * <pre>
 * var fitted = AnomalyDetector.fit(rows, DetectorSettings.contaminated(1), Holdout.of(0.2), backend);
 * try (var scorer = fitted.detector().open(backend, 256)) {
 *     float[] scores = scorer.score(newRows);
 *     double p = fitted.detector().calibration().pValue(scores[0]);
 * }
 * </pre>
 */
public final class AnomalyDetector {
    private static final int BATCH = 256;
    /** Values that are held at once. */
    private static final int MOST_VALUES = 1 << 22;

    private final ScoreModel model;
    private final Optional<TableEncoding> encoding;
    private final Decision decision;
    private final Map<String, String> notes;
    private final Evidence evidence;

    AnomalyDetector(ScoreModel model, Optional<TableEncoding> encoding, Decision decision,
            Map<String, String> notes, Evidence evidence) {
        this.model = model;
        this.encoding = encoding;
        this.decision = decision;
        this.notes = new TreeMap<>(notes);
        this.evidence = evidence;
    }

    /**
     * A detector and how its fitting went.
     *
     * @param rows    rows that were learnt from
     * @param trimmed rows among them that were found so strange that they were left out
     * @param extent  how much of the training was done
     */
    public record Fitted(AnomalyDetector detector, int rows, int trimmed, Extent extent) {
    }

    /** Fits without telling anybody how far it is. */
    public static Fitted fit(Dataset rows, DetectorSettings settings, Holdout holdout, Backend backend) {
        return fit(rows, settings, holdout, backend, FitListener.none());
    }

    /**
     * Fits on rows of features (d), or images (h, w, c) with values in [0, 1].
     *
     * @param holdout rows kept back from fitting, for the p-values
     * @throws DataException                              when there are too few rows
     * @throws java.util.concurrent.CancellationException when the listener ended it before anything was
     *                                                    finished
     */
    public static Fitted fit(Dataset rows, DetectorSettings settings, Holdout holdout, Backend backend,
            FitListener listener) {
        return fit(rows, Optional.empty(), settings, holdout, backend, listener);
    }

    /**
     * Fits on a table: learns its encoding first, from the rows that are not kept back.
     *
     * @param without names of columns that are not used, such as labels
     */
    public static Fitted fit(Frame table, Set<String> without, DetectorSettings settings, Holdout holdout,
            Backend backend, FitListener listener) {
        int[][] parts = holdout.divide(table.size(), settings.seed(), table.name());
        var encoding = TableEncoding.fit(table.rows(parts[0]), without, Scaling.MIN_MAX);
        return fit(encoding.encode(table.rows(parts[0])),
                parts[1].length == 0 ? Optional.empty() : Optional.of(encoding.encode(table.rows(parts[1]))),
                Optional.of(encoding), settings, backend, listener, holdout);
    }

    private static Fitted fit(Dataset rows, Optional<TableEncoding> encoding, DetectorSettings settings,
            Holdout holdout, Backend backend, FitListener listener) {
        if (holdout.share() == 0) {
            return fit(rows, Optional.empty(), encoding, settings, backend, listener, holdout);
        }
        var split = Split.of(rows, holdout.share(), settings.seed());
        return fit(split.train(), Optional.of(split.validation()), encoding, settings, backend, listener,
                holdout);
    }

    private static Fitted fit(Dataset train, Optional<Dataset> heldOut, Optional<TableEncoding> encoding,
            DetectorSettings settings, Backend backend, FitListener listener, Holdout holdout) {
        var trained = train(train, encoding, settings, backend, listener);
        var model = trained.model();
        Calibration calibration;
        try (var scorer = model.open(backend, BATCH)) {
            calibration = new Calibration(scores(scorer, heldOut.orElse(train)));
        }
        var kind = heldOut.isPresent() ? Decision.Rows.HELD_OUT : Decision.Rows.TRAINED_ON;
        var decision = new Decision(calibration, kind, calibration.threshold(holdout.contamination()),
                holdout.contamination());
        var notes = Map.of("task", "anomaly", "training", settings.training().name().toLowerCase(),
                "score", settings.score().toString(), "seed", Long.toString(settings.seed()), "data",
                train.name(),
                "backend", backend.device().backend());
        var evidence = GoldenScores.evidence(model, train, backend, settings.seed());
        return new Fitted(new AnomalyDetector(model, encoding, decision, notes, evidence), train.size(),
                trained.trimmed(), trained.extent());
    }

    private static ScoreModel.Trained train(Dataset rows, Optional<TableEncoding> encoding,
            DetectorSettings settings, Backend backend, FitListener listener) {
        if (rows.shape().rank() == 1) {
            return EnsembleFit.of(rows, numbers(rows.shape().elements(), encoding), settings, backend,
                    listener);
        }
        return PatchNetwork.isFor(rows.shape()) ? PatchModel.train(rows, settings, backend, listener)
                : ImageModel.train(rows, settings, backend, listener);
    }

    /** The features that hold numbers; without an encoding all do. */
    private static List<NumberColumn> numbers(int width, Optional<TableEncoding> encoding) {
        if (encoding.isEmpty()) {
            return IntStream.range(0, width).mapToObj(feature -> new NumberColumn(feature, -1)).toList();
        }
        var numbers = new ArrayList<NumberColumn>();
        int at = 0;
        for (var column : encoding.get().columns()) {
            if (column instanceof EncodedColumn.Number) {
                numbers.add(new NumberColumn(at, column.width() == 1 ? -1 : at + 1));
            }
            at += column.width();
        }
        return numbers;
    }

    /** Scores of all rows of a data set, batch by batch. */
    public static float[] scores(RowScorer scorer, Dataset rows) {
        int width = rows.shape().elements();
        var scores = new float[rows.size()];
        int batch = Math.clamp(MOST_VALUES / width, 1, BATCH);
        for (int from = 0; from < rows.size(); from += batch) {
            int count = Math.min(batch, rows.size() - from);
            var values = new float[count * width];
            for (int i = 0; i < count; i++) {
                rows.read(from + i, values, i * width);
            }
            System.arraycopy(scorer.score(values), 0, scores, from, count);
        }
        return scores;
    }

    /**
     * Ready to score rows, up to {@code batch} at once.
     *
     * @throws dev.hourglass.spi.BackendException when the backend gives other scores than the golden ones
     */
    public RowScorer open(Backend backend, int batch) {
        var scorer = model.open(backend, batch);
        try {
            evidence.golden().ifPresent(golden -> Golden.require(
                    GoldenScores.check(golden, scorer, backend, batch), "detector", backend));
            return scorer;
        } catch (RuntimeException e) {
            scorer.close();
            throw e;
        }
    }

    /** How its scores of the golden inputs differ from the golden ones; empty where it has none. */
    public List<Golden.Difference> checked(Backend backend) {
        return evidence.golden().map(golden -> {
            try (var scorer = model.open(backend, golden.size())) {
                return GoldenScores.check(golden, scorer, backend, golden.size());
            }
        }).orElse(List.of());
    }

    ScoreModel model() {
        return model;
    }

    /** Shape of a row of features, or of an image. */
    public Shape row() {
        return model.row();
    }

    /** Numbers that were trained. */
    public long parameters() {
        return model.parameters();
    }

    /**
     * Linear relations that it found between columns of numbers: directions in which standardised rows spread
     * less than a tenth of what a column does. Rows that break them score high.
     */
    public int relations() {
        return model.relations();
    }

    /**
     * SHA-256 of the weights of each network or group of networks, as {@link WeightHash} defines it: what
     * training told of the last epoch that counts.
     */
    public List<String> weightHashes() {
        return model.weightHashes();
    }

    /** How rows of a table become features; empty when rows of features or images were fitted on. */
    public Optional<TableEncoding> encoding() {
        return encoding;
    }

    public Decision decision() {
        return decision;
    }

    public Calibration calibration() {
        return decision.calibration();
    }

    /** How it came to be, and what it answered then. */
    public Evidence evidence() {
        return evidence;
    }

    /** How it came to be, in words. */
    public Map<String, String> notes() {
        return Map.copyOf(notes);
    }

    /** The same with one more note. */
    public AnomalyDetector withNote(String name, String text) {
        var more = new TreeMap<>(notes);
        more.put(name, text);
        return new AnomalyDetector(model, encoding, decision, more, evidence);
    }

    /** Writes one safetensors file, whole or not at all. */
    public void save(Path file) {
        DetectorFile.write(this, model, file);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws DataException when it is not such a file, or damaged; one line
     */
    public static AnomalyDetector load(Path file) {
        return of(ModelFile.read(file));
    }

    /** The same from what was read. */
    public static AnomalyDetector of(ModelFile read) {
        return DetectorFile.of(read);
    }
}
