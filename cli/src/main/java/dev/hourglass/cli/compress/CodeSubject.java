package dev.hourglass.cli.compress;

import dev.hourglass.cli.Words;
import dev.hourglass.cli.report.TrainedRun;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.evaluation.Pca;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.spi.Backend;
import java.util.stream.IntStream;

/**
 * A trained compressor and what it is measured with.
 *
 * @param known      training rows
 * @param test       test rows
 * @param testValues the same, one after the other
 * @param pca        of all training rows: the linear code that it is compared with
 */
record CodeSubject(TrainedRun run, Compressor compressor, Dataset known, Dataset test, float[] testValues,
        Pca pca) {
    private static final int MOST_WIDTHS = 40;

    static CodeSubject of(TrainedRun run, Compressor compressor, ProbeAmount amount) {
        var known = run.interruptible(first(run.data().train(), amount.known()));
        var test = run.interruptible(first(run.data().test(), amount.test()));
        return new CodeSubject(run, compressor, known, test, RowReader.read(test, 0, test.size()),
                run.pca());
    }

    private static Dataset first(Dataset rows, int most) {
        return rows.size() > most ? Datasets.first(rows, most) : rows;
    }

    Backend backend() {
        return run.backend();
    }

    /** Widths to look at: all up to the code's own, or some of very many. */
    int[] widths() {
        int width = compressor.width();
        if (!compressor.isOrdered()) {
            return new int[] {width};
        }
        int step = Math.ceilDiv(width, MOST_WIDTHS);
        return IntStream.rangeClosed(1, width).filter(k -> k % step == 0 || k <= 10 || k == width).toArray();
    }

    /** Mean squared error of answers to the test rows. */
    double mse(float[] found) {
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = (double) found[i] - testValues[i];
            sum += difference * difference;
        }
        return sum / found.length;
    }

    String testWords() {
        return Words.count(test.size(), "test " + run.data().noun());
    }
}
