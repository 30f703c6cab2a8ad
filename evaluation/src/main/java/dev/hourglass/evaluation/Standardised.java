package dev.hourglass.evaluation;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Shape;
import java.util.OptionalInt;

/**
 * Columns brought to mean 0 and deviation 1, as those of the rows fitted on; constant ones are only centred.
 */
final class Standardised {
    private final double[] mean;
    private final double[] deviation;

    private Standardised(double[] mean, double[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    static Standardised fit(Dataset rows) {
        int columns = rows.shape().elements();
        double[] mean = new double[columns];
        double[] squares = new double[columns];
        // Welford's recurrence: one pass, no cancellation for columns far from 0.
        RowBlocks.visit(rows, (block, first, count) -> {
            for (int r = 0; r < count; r++) {
                for (int j = 0; j < columns; j++) {
                    double x = block[r * columns + j];
                    double difference = x - mean[j];
                    mean[j] += difference / (first + r + 1);
                    squares[j] += difference * (x - mean[j]);
                }
            }
        });
        double[] deviation = new double[columns];
        for (int j = 0; j < columns; j++) {
            double variance = squares[j] / rows.size();
            // What rounding leaves of a constant column is not variance.
            boolean constant = variance <= 1e-14 * mean[j] * mean[j] || variance == 0;
            deviation[j] = constant ? 1 : Math.sqrt(variance);
        }
        return new Standardised(mean, deviation);
    }

    static Standardised fit(float[] values, int columns) {
        return fit(Datasets.of("rows", Shape.of(columns), values));
    }

    /** Puts the row that starts at {@code from} into {@code row}, in this scale. */
    void row(float[] values, int from, double[] row) {
        for (int j = 0; j < mean.length; j++) {
            row[j] = (values[from + j] - mean[j]) / deviation[j];
        }
    }

    /** The same rows in this scale; nothing is copied. */
    Dataset of(Dataset rows) {
        if (rows.shape().elements() != mean.length) {
            throw new IllegalArgumentException(rows.name() + ": expected rows of " + mean.length
                    + " values, found " + rows.shape().elements());
        }
        return new Scaled(rows);
    }

    private final class Scaled implements Dataset {
        private final Dataset rows;

        Scaled(Dataset rows) {
            this.rows = rows;
        }

        @Override
        public String name() {
            return rows.name();
        }

        @Override
        public Shape shape() {
            return rows.shape();
        }

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public void read(int row, float[] into, int offset) {
            rows.read(row, into, offset);
            for (int j = 0; j < mean.length; j++) {
                into[offset + j] = (float) ((into[offset + j] - mean[j]) / deviation[j]);
            }
        }

        @Override
        public OptionalInt label(int row) {
            return rows.label(row);
        }
    }
}
