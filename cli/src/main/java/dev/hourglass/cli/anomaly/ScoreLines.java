package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.table.CsvLines;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.PValueCounts;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The lines of a file of scores. */
final class ScoreLines {
    private final AnomalyDetector detector;
    private final ScoreRun.Rule rule;
    private final PValueCounts counts;
    private double largest;
    private long anomalies;

    ScoreLines(AnomalyDetector detector, ScoreRun.Rule rule, PValueCounts counts) {
        this.detector = detector;
        this.rule = rule;
        this.counts = counts;
        this.largest = rule.alpha().orElse(0.0);
    }

    /** Takes rows in order. */
    final class Writer {
        private final BufferedWriter out;

        private Writer(OutputStream out) {
            this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        }

        /** @param last name of a last column; empty for none */
        void head(String last) {
            line("row,score,p-value,decision" + (last.isEmpty() ? "" : "," + last));
        }

        void row(long number, float score, String last) {
            double p = detector.calibration().pValue(score);
            counts.add(p);
            line(number + "," + score + "," + (float) p + "," + decide(score, p)
                    + (last.isEmpty() ? "" : "," + CsvLines.quoted(last)));
        }

        private void line(String text) {
            try {
                out.write(text);
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String decide(float score, double p) {
        boolean is = rule.alpha().isEmpty() && rule.fdr().isEmpty() ? detector.decision().isAnomaly(score)
                : p <= largest;
        anomalies += is ? 1 : 0;
        return is ? "anomaly" : "normal";
    }

    long anomalies() {
        return anomalies;
    }

    /** What decided, in words. */
    String rule() {
        return rule.fdr().map(each -> "a false discovery rate of " + each)
                .or(() -> rule.alpha().map(each -> "p-values of " + each + " and less"))
                .orElse("the threshold " + detector.decision().threshold());
    }

    /** Writes each line as it comes. */
    void once(OutputStream stream, Consumer<Writer> rows) throws IOException {
        var writer = new Writer(stream);
        rows.accept(writer);
        writer.out.flush();
    }

    /**
     * Writes to a file beside the result first, and decides when all p-values are known: no more than a line
     * is held in memory.
     */
    void twice(Path file, Consumer<Writer> rows) {
        Path first = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            first = Files.createTempFile(folder, ".hourglass-", ".tmp");
            try (var out = Files.newOutputStream(first)) {
                once(out, rows);
            }
            anomalies = 0;
            largest = counts.rejectedUpTo(rule.fdr().orElseThrow());
            Path written = first;
            AtomicFile.write(file, out -> decide(written, out));
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        } finally {
            delete(first);
        }
    }

    private void decide(Path written, OutputStream stream) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(written)) {
            var out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
            out.write(in.readLine());
            out.write('\n');
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] cells = line.split(",", 5);
                cells[3] = decide(Float.parseFloat(cells[1]), detector.calibration().pValue(
                        Float.parseFloat(cells[1])));
                out.write(String.join(",", cells));
                out.write('\n');
            }
            out.flush();
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // It lies beside the result under a name that says what it is.
        }
    }
}
