package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.BackendOptions;
import dev.hourglass.cli.ExitCode;
import dev.hourglass.cli.Images;
import dev.hourglass.cli.OutputFolder;
import dev.hourglass.cli.RowInput;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.WrongOption;
import dev.hourglass.cli.table.FeatureRows;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.CsvTable.Header;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Tables;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.PValueCounts;
import dev.hourglass.models.anomaly.RowScorer;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Scores a table or images, batch by batch, and writes as it goes. */
final class ScoreRun {
    /** A batch of rows unlike the calibration rows is an alarm at this level. */
    private static final double DRIFT_LEVEL = 0.01;
    private static final long ROOM = 1_000_000;
    /** Values of images that are held at once. */
    private static final int MOST_VALUES = 1 << 22;

    /**
     * What calls a row an anomaly.
     *
     * @param fdr   false discovery rate
     * @param alpha largest p-value; both empty: the model's threshold
     */
    record Rule(Optional<Double> fdr, Optional<Double> alpha) {
    }

    /**
     * What is to be done.
     *
     * @param top   columns named for each row
     * @param batch rows at once
     */
    record Job(Path model, Path in, Path out, Rule rule, Optional<Path> heatMaps, int top, int batch) {
    }

    private final Job job;
    private final Header header;
    private final Streams streams;
    private final boolean quiet;

    ScoreRun(Job job, Header header, Streams streams, boolean quiet) {
        this.job = job;
        this.header = header;
        this.streams = streams;
        this.quiet = quiet;
    }

    /** Returns the exit code. */
    int run(BackendOptions backends) {
        var detector = AnomalyDetector.load(job.model());
        boolean table = !Files.isDirectory(job.in()) && Tables.isTable(job.in());
        if (table != (detector.row().rank() == 1)) {
            throw new DataException(job.in() + ": expected " + (table ? "images of shape " + detector.row()
                    : "a table") + " as in the training data of " + job.model() + ", found "
                    + (table ? "a table" : "images"));
        }
        if (table && job.heatMaps().isPresent()) {
            throw new WrongOption("--heat-maps: are for images, the model takes tables");
        }
        var counts = new PValueCounts(detector.calibration());
        var lines = new ScoreLines(detector, job.rule(), counts);
        try (var choice = backends.open(streams)) {
            if (job.rule().fdr().isPresent()) {
                lines.twice(job.out(), writer -> write(detector, choice.backend(), writer, table));
            } else {
                AtomicFile.write(job.out(), out -> lines.once(out,
                        writer -> write(detector, choice.backend(), writer, table)));
            }
        }
        conclude(counts, lines);
        return ExitCode.DONE;
    }

    private void write(AnomalyDetector detector, Backend backend, ScoreLines.Writer writer, boolean table) {
        if (table) {
            table(detector, backend, writer);
        } else {
            images(detector, backend, writer);
        }
    }

    private void table(AnomalyDetector detector, Backend backend, ScoreLines.Writer writer) {
        var encoding = detector.encoding().orElseThrow(() -> new DataException(job.model()
                + ": was fitted on rows without names and cannot read tables"));
        var source = Tables.open(job.in(), header);
        int width = encoding.width();
        writer.head(job.top() > 0 ? "top columns" : "");
        try (var rows = FeatureRows.open(source, encoding); var scorer = detector.open(backend, job.batch());
                var progress = quiet ? AnomalyProgress.none() : AnomalyProgress.of(streams, "Rows", -1)) {
            long done = 0;
            for (float[] own = rows.next(job.batch()); own.length > 0; own = rows.next(job.batch())) {
                float[] shares = job.top() > 0 ? new float[own.length] : null;
                float[] scores = shares == null ? scorer.score(own) : scorer.explain(own, shares);
                for (int i = 0; i < scores.length; i++) {
                    writer.row(done + i, scores[i], shares == null ? ""
                            : reasons(encoding, shares, i * width, rows.change(i)));
                }
                done += scores.length;
                progress.to(done, -1);
            }
            rows.sayChanges(streams);
        }
    }

    /** A change in what was always the same comes first: no score knows of it. */
    private String reasons(TableEncoding encoding, float[] shares, int offset, String change) {
        String columns = String.join("; ", TopColumns.of(encoding, shares, offset, job.top()).stream()
                .map(each -> each.name() + " " + String.format(Locale.ROOT, "%.2f", each.share())).toList());
        return change.isEmpty() ? columns : change + "; " + columns;
    }

    private void images(AnomalyDetector detector, Backend backend, ScoreLines.Writer writer) {
        var input = RowInput.open(job.in());
        for (var group : input.groups()) {
            Shape shape = group.rows().shape();
            if (!shape.equals(detector.row())) {
                throw new DataException(group.rows().name() + ": expected images of shape " + detector.row()
                        + " as in the training data, found " + shape);
            }
        }
        var folder = job.heatMaps().map(each -> OutputFolder.prepare(each, ROOM));
        var rows = input.groups().getFirst().rows();
        writer.head("image");
        int width = rows.shape().elements();
        try (RowScorer scorer = detector.open(backend, job.batch())) {
            int batch = Math.clamp(MOST_VALUES / width, 1, job.batch());
            for (int from = 0; from < rows.size(); from += batch) {
                int count = Math.min(batch, rows.size() - from);
                var values = new float[count * width];
                for (int i = 0; i < count; i++) {
                    Images.read(rows, from + i, values, i * width);
                }
                float[] scores = scorer.score(values);
                float[] heat = folder.isPresent() ? scorer.heat(values) : null;
                for (int i = 0; i < count; i++) {
                    String name = input.names().get(from + i);
                    writer.row(from + i, scores[i], name);
                    if (heat != null) {
                        byte[] png = HeatMap.png(Arrays.copyOfRange(heat, i * width, (i + 1) * width),
                                rows.shape());
                        AtomicFile.write(folder.get().file(name.replace('/', '_') + ".png"),
                                out -> out.write(png));
                    }
                }
            }
        }
    }

    private void conclude(PValueCounts counts, ScoreLines lines) {
        streams.result("Wrote " + job.out() + ": " + Words.count(counts.total(), "row") + ", "
                + Words.count(lines.anomalies(), "anomaly").replace("anomalys", "anomalies")
                + " by " + lines.rule());
        job.heatMaps().ifPresent(each -> streams.say("Heat maps in " + each + ". " + HeatMap.LEGEND));
        double drift = counts.driftPValue();
        if (drift <= DRIFT_LEVEL) {
            streams.say(
                    "Drift alarm: these rows are unlike those kept back in training (Kolmogorov-Smirnov, p = "
                            + String.format(Locale.ROOT, "%.2g", drift) + ", alarm at " + DRIFT_LEVEL
                            + "): more anomalies, or normal has changed and the model should be fitted again");
        }
    }
}
