package dev.hourglass.evaluation;

import dev.hourglass.data.Dataset;
import java.util.stream.IntStream;

/**
 * Anomaly scores by principal components of standardised columns (mean 0 and deviation 1 on the rows fitted
 * on; constant columns are only centred).
 */
public final class PcaBaseline implements Baseline {

    /** Which of the two scores. */
    public enum Score {
        /** Mean squared error of the row rebuilt from the components that hold 95 % of the variance. */
        RECONSTRUCTION,
        /**
         * PyOD's: the sum over all components of the distance between the row and the component, both taken
         * as points, divided by the component's share of the variance. The one behind ADBench's column "PCA".
         */
        WEIGHTED
    }

    /** Share of variance that the reconstruction keeps. */
    private static final double KEPT = 0.95;

    private final Standardised scale;
    private final Pca pca;
    private final Score score;

    private PcaBaseline(Standardised scale, Pca pca, Score score) {
        this.scale = scale;
        this.pca = pca;
        this.score = score;
    }

    /** Fits scale and components on rows, which may hold anomalies. */
    public static PcaBaseline fit(Dataset rows, Score score) {
        var scale = Standardised.fit(rows);
        return new PcaBaseline(scale, Pca.fit(scale.of(rows)), score);
    }

    @Override
    public String name() {
        return switch (score) {
            case RECONSTRUCTION -> "PCA";
            case WEIGHTED -> "weighted PCA";
        };
    }

    @Override
    public double[] scores(Dataset rows) {
        Dataset scaled = scale.of(rows);
        return switch (score) {
            case RECONSTRUCTION -> pca.rowErrors(scaled, pca.componentsFor(KEPT));
            case WEIGHTED -> weighted(scaled);
        };
    }

    private double[] weighted(Dataset rows) {
        int columns = pca.columns();
        double[][] components = IntStream.range(0, pca.rank()).mapToObj(pca::component)
                .toArray(double[][]::new);
        double[] scores = new double[rows.size()];
        RowBlocks.visit(rows, (block, first, count) -> IntStream.range(0, count).parallel().forEach(r -> {
            double sum = 0;
            for (int k = 0; k < components.length; k++) {
                double squares = 0;
                for (int j = 0; j < columns; j++) {
                    double difference = block[r * columns + j] - components[k][j];
                    squares += difference * difference;
                }
                sum += Math.sqrt(squares) / pca.varianceShare(k);
            }
            scores[first + r] = sum;
        }));
        return scores;
    }
}
