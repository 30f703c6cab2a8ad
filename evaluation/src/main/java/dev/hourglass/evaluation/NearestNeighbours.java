package dev.hourglass.evaluation;

import dev.hourglass.spi.Backend;
import java.util.stream.IntStream;

/**
 * Classifies rows by the majority of their nearest labelled rows (Euclidean distance; Fix and Hodges 1951,
 * Cover and Hart 1967). Nothing is learned, so it tells how well the rows themselves are laid out.
 *
 * <p>All distances are computed. The products in |q − t|² = |q|² − 2 q·t + |t|² run on a backend in float,
 * with the training mean subtracted first; the best candidates' distances are then computed again in double,
 * so the result is that of the plain definition. Equal distances: the earlier row comes first. Equal votes:
 * the smaller label wins.
 */
public final class NearestNeighbours {
    /** Candidates beyond k that rounding might have put behind. */
    private static final int SPARE = 16;

    private final LabelledRows known;
    private final float[] centre;

    private NearestNeighbours(LabelledRows known) {
        this.known = known;
        this.centre = centre(known);
    }

    /** Keeps labelled rows to compare with. */
    public static NearestNeighbours of(LabelledRows known) {
        return new NearestNeighbours(known);
    }

    private static float[] centre(LabelledRows rows) {
        double[] mean = new double[rows.columns()];
        for (int i = 0; i < rows.values().length; i++) {
            mean[i % mean.length] += rows.values()[i];
        }
        float[] centre = new float[mean.length];
        for (int j = 0; j < mean.length; j++) {
            centre[j] = (float) (mean[j] / rows.size());
        }
        return centre;
    }

    /**
     * The share of rows whose label is the majority's among their k nearest.
     *
     * @param rows    as wide as the known ones
     * @param k       at least 1; all rows where there are fewer
     * @param backend computes the products; stays open
     */
    public double accuracy(LabelledRows rows, int k, Backend backend) {
        int[] predicted = classify(rows, k, backend);
        int right = 0;
        for (int i = 0; i < predicted.length; i++) {
            if (predicted[i] == rows.labels()[i]) {
                right++;
            }
        }
        return (double) right / predicted.length;
    }

    /** The predicted label of each row; arguments as for {@link #accuracy}. */
    public int[] classify(LabelledRows rows, int k, Backend backend) {
        known.checkColumns(rows);
        if (k < 1) {
            throw new IllegalArgumentException("expected at least 1 neighbour, found " + k);
        }
        int used = Math.min(k, known.size());
        float[] centredRows = centred(rows);
        float[] centredKnown = centred(known);
        int[] predicted = new int[rows.size()];
        int classes = known.classes();
        try (var search = new CandidateSearch(centredKnown, known.columns(), used + SPARE, backend)) {
            search.run(centredRows, (row, candidates) -> predicted[row] = vote(
                    nearest(centredRows, row, centredKnown, candidates, used), classes));
        }
        return predicted;
    }

    private float[] centred(LabelledRows rows) {
        float[] values = rows.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] -= centre[i % centre.length];
        }
        return values;
    }

    /** The k nearest of the candidates by distances in double. */
    private int[] nearest(float[] rows, int row, float[] all, int[] candidates, int k) {
        int columns = known.columns();
        record Candidate(double distance, int index) {
        }
        return IntStream.of(candidates).mapToObj(index -> {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                double difference = (double) rows[row * columns + j] - all[index * columns + j];
                sum += difference * difference;
            }
            return new Candidate(sum, index);
        }).sorted((a, b) -> a.distance() == b.distance()
                ? Integer.compare(a.index(), b.index())
                : Double.compare(a.distance(), b.distance())).limit(k).mapToInt(Candidate::index).toArray();
    }

    private int vote(int[] neighbours, int classes) {
        int[] votes = new int[classes];
        int best = known.labels()[neighbours[0]];
        for (int neighbour : neighbours) {
            votes[known.labels()[neighbour]]++;
        }
        for (int label = classes - 1; label >= 0; label--) {
            if (votes[label] >= votes[best]) {
                best = label;
            }
        }
        return best;
    }
}
