package dev.hourglass.evaluation;

import java.util.Arrays;
import smile.classification.LogisticRegression;

/**
 * Classifies rows by multinomial logistic regression: how much of the classes lies open to a straight line
 * (Alain and Bengio, "Understanding intermediate layers using linear classifier probes", 2016). Columns are
 * standardised by the labelled rows first; weights are held back by ½ |w|², as by default in scikit-learn,
 * but the last class has none.
 */
public final class LinearProbe {
    private static final double PENALTY = 1;
    private static final double TOLERANCE = 1e-5;
    private static final int STEPS = 200;

    private final int columns;
    private final Standardised scale;
    private final LogisticRegression model;
    private final int only;

    private LinearProbe(int columns, Standardised scale, LogisticRegression model, int only) {
        this.columns = columns;
        this.scale = scale;
        this.model = model;
        this.only = only;
    }

    /** Fits labelled rows. Where all are of one class, that class is what it predicts. */
    public static LinearProbe fit(LabelledRows known) {
        var scale = Standardised.fit(known.values(), known.columns());
        int[] labels = known.labels().clone();
        boolean one = Arrays.stream(labels).distinct().count() == 1;
        LogisticRegression model = one ? null
                : LogisticRegression.fit(rows(known, scale), labels, PENALTY, TOLERANCE, STEPS);
        return new LinearProbe(known.columns(), scale, model, labels[0]);
    }

    /** The share of rows whose label it predicts. */
    public double accuracy(LabelledRows rows) {
        if (rows.columns() != columns) {
            throw new IllegalArgumentException(
                    "expected rows of " + columns + " values, found " + rows.columns());
        }
        double[] row = new double[columns];
        int right = 0;
        for (int r = 0; r < rows.size(); r++) {
            scale.row(rows.values(), r * columns, row);
            if ((model == null ? only : model.predict(row)) == rows.labels()[r]) {
                right++;
            }
        }
        return (double) right / rows.size();
    }

    private static double[][] rows(LabelledRows known, Standardised scale) {
        double[][] rows = new double[known.size()][known.columns()];
        for (int r = 0; r < rows.length; r++) {
            scale.row(known.values(), r * known.columns(), rows[r]);
        }
        return rows;
    }
}
