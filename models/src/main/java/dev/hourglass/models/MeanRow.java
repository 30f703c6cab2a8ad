package dev.hourglass.models;

import dev.hourglass.data.Dataset;

/**
 * The mean of all training rows as the answer to every row: the best that a model can do which ignores its
 * input. One that is no better has collapsed.
 */
public final class MeanRow {
    /** A model that is not at least this much better than the mean has learnt nothing worth a name. */
    private static final double CLEARLY_BETTER = 0.95;

    private final double[] mean;

    private MeanRow(double[] mean) {
        this.mean = mean;
    }

    /** The mean of a data set's rows. */
    public static MeanRow of(Dataset data) {
        var mean = new double[data.shape().elements()];
        var row = new float[mean.length];
        for (int i = 0; i < data.size(); i++) {
            data.read(i, row, 0);
            for (int j = 0; j < row.length; j++) {
                mean[j] += row[j];
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= data.size();
        }
        return new MeanRow(mean);
    }

    int elements() {
        return mean.length;
    }

    /**
     * Mean of the elements whose index leaves the same remainder: with the number of channels, the mean per
     * channel.
     */
    double[] folded(int period) {
        var folded = new double[period];
        for (int i = 0; i < mean.length; i++) {
            folded[i % period] += mean[i] * period / mean.length;
        }
        return folded;
    }

    /** Mean squared error per element when every row of the data is answered with the mean. */
    public double mse(Dataset data) {
        var row = new float[mean.length];
        double sum = 0;
        for (int i = 0; i < data.size(); i++) {
            data.read(i, row, 0);
            for (int j = 0; j < row.length; j++) {
                double difference = row[j] - mean[j];
                sum += difference * difference;
            }
        }
        return sum / data.size() / mean.length;
    }

    /**
     * Whether a model has collapsed.
     *
     * @param modelMse its mean squared error
     * @param meanMse  that of the mean row on the same data
     */
    public static boolean isCollapsed(double modelMse, double meanMse) {
        return !(modelMse < CLEARLY_BETTER * meanMse);
    }
}
