package dev.hourglass.evaluation;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Principal component analysis: the best linear code of every width at once. What an autoencoder has to beat.
 *
 * <pre>{@code
 * Pca pca = Pca.fit(train);
 * PcaErrors errors = pca.errors(test);        // mean squared error for every width
 * float[] codes = pca.encode(rows, 20);
 * float[] back = pca.decode(codes, 20);
 * }</pre>
 *
 * <p>Rows are centred, not scaled. Components are the eigenvectors of the covariance by falling variance,
 * each with the sign that makes its largest entry positive. Directions without variance (below 10⁻¹² of the
 * first one's) are left out: {@link #rank} counts the others, and wider codes have zeros there. Safe for use
 * by several threads.
 */
public final class Pca {
    /** Columns up to which all rows count. */
    static final int LARGEST = 2048;

    private final int columns;
    private final int rows;
    private final double[] mean;
    private final double total;
    private final double[] variances;
    /** (columns, rank): for encoding. */
    private final double[] byColumn;
    /** (rank, columns): for decoding. */
    private final double[] byComponent;

    Pca(int rows, double[] mean, double total, Eigen eigen) {
        this.columns = mean.length;
        this.rows = rows;
        this.mean = mean;
        this.total = total;
        this.variances = eigen.values();
        this.byComponent = eigen.vectors();
        int rank = variances.length;
        this.byColumn = new double[byComponent.length];
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < columns; j++) {
                byColumn[j * rank + i] = byComponent[i * columns + j];
            }
        }
    }

    /**
     * Fits all components, in two passes over the rows. Memory is that of a columns × columns matrix, or,
     * where there are fewer rows than columns, of the rows and a rows × rows matrix. With more than 2,048
     * columns some rows are drawn, always the same ones: at most 2,048, and no more than hold 16 million
     * values.
     *
     * @param data rows of any shape, taken as vectors; one row is enough, and then nothing varies
     * @throws dev.hourglass.data.DataException where a value is not finite
     */
    public static Pca fit(Dataset data) {
        return PcaFit.of(data);
    }

    /** As {@link #fit(Dataset)} for {@code rows.length / columns} rows. */
    public static Pca fit(float[] rows, int columns) {
        return fit(Datasets.of("rows", Shape.of(columns), rows));
    }

    /** Values in a row. */
    public int columns() {
        return columns;
    }

    /** Number of rows it was fitted on. */
    public int rows() {
        return rows;
    }

    /** Number of directions in which the rows vary. */
    public int rank() {
        return variances.length;
    }

    /** Variance along component k, counted from 0, with divisor n − 1; 0 from the rank on. */
    public double variance(int k) {
        return k < rank() ? variances[k] : 0;
    }

    /** Share of the whole variance along component k, counted from 0. */
    public double varianceShare(int k) {
        return total > 0 ? variance(k) / total : 0;
    }

    /** The number of components that hold a share of the variance, such as 0.95; at least 1. */
    public int componentsFor(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("expected a share in (0, 1], found " + share);
        }
        double sum = 0;
        for (int k = 0; k < rank(); k++) {
            sum += varianceShare(k);
            if (sum >= share - 1e-12) {
                return k + 1;
            }
        }
        return Math.max(1, rank());
    }

    /** Component k, counted from 0 and below the rank: a unit vector of {@link #columns} values. */
    public double[] component(int k) {
        if (k < 0 || k >= rank()) {
            throw new IllegalArgumentException("component " + k + ": there are " + rank());
        }
        return Arrays.copyOfRange(byComponent, k * columns, (k + 1) * columns);
    }

    /** The mean row. */
    public float[] mean() {
        float[] narrow = new float[columns];
        for (int j = 0; j < columns; j++) {
            narrow[j] = (float) mean[j];
        }
        return narrow;
    }

    /**
     * The first k numbers of each row's code.
     *
     * @param rows a whole number of rows
     * @param k    width of the code, at least 1
     * @return as many rows of k values
     */
    public float[] encode(float[] rows, int k) {
        int count = count(rows.length, columns, k);
        float[] codes = new float[Math.multiplyExact(count, k)];
        int used = Math.min(k, rank());
        IntStream.range(0, count).parallel().forEach(r -> {
            double[] centred = new double[columns];
            for (int j = 0; j < columns; j++) {
                centred[j] = rows[r * columns + j] - mean[j];
            }
            double[] code = new double[used];
            project(centred, 0, code);
            for (int i = 0; i < used; i++) {
                codes[r * k + i] = (float) code[i];
            }
        });
        return codes;
    }

    /** The codes of all rows of a data set, (size, k). */
    public float[] encode(Dataset data, int k) {
        checkColumns(data);
        float[] codes = new float[Math.multiplyExact(data.size(), k)];
        RowBlocks.visit(data, (block, first, count) -> {
            float[] narrow = new float[count * columns];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (float) block[i];
            }
            System.arraycopy(encode(narrow, k), 0, codes, first * k, count * k);
        });
        return codes;
    }

    /**
     * The rows that codes stand for: the best ones in the least-squares sense.
     *
     * @param codes a whole number of codes
     * @param k     width of a code, at least 1
     * @return as many rows
     */
    public float[] decode(float[] codes, int k) {
        int count = count(codes.length, k, k);
        float[] rows = new float[Math.multiplyExact(count, columns)];
        int used = Math.min(k, rank());
        IntStream.range(0, count).parallel().forEach(r -> {
            double[] row = mean.clone();
            for (int i = 0; i < used; i++) {
                double z = codes[r * k + i];
                int start = i * columns;
                for (int j = 0; j < columns; j++) {
                    row[j] += z * byComponent[start + j];
                }
            }
            for (int j = 0; j < columns; j++) {
                rows[r * columns + j] = (float) row[j];
            }
        });
        return rows;
    }

    /** The mean squared error of a data set's rows for every width of the code, in one pass. */
    public PcaErrors errors(Dataset data) {
        checkColumns(data);
        double[] sums = new double[rank() + 1];
        RowBlocks.visit(data, (block, first, count) -> {
            double[][] each = new double[count][];
            IntStream.range(0, count).parallel().forEach(r -> each[r] = residuals(block, r * columns));
            for (double[] residuals : each) {
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += residuals[k];
                }
            }
        });
        return new PcaErrors(
                Arrays.stream(sums).mapToObj(sum -> sum / data.size() / columns).toList());
    }

    /** The mean squared error of each row of a data set with a code of k numbers; k may be 0. */
    public double[] rowErrors(Dataset data, int k) {
        checkColumns(data);
        if (k < 0) {
            throw new IllegalArgumentException("a code has at least 0 numbers, asked for " + k);
        }
        double[] errors = new double[data.size()];
        int used = Math.min(k, rank());
        RowBlocks.visit(data, (block, first, count) -> IntStream.range(0, count).parallel().forEach(
                r -> errors[first + r] = residuals(block, r * columns)[used] / columns));
        return errors;
    }

    /** Squared distance of a row from its decoded code, for every width from 0 to the rank. */
    private double[] residuals(double[] block, int start) {
        double[] centred = new double[columns];
        double all = 0;
        for (int j = 0; j < columns; j++) {
            centred[j] = block[start + j] - mean[j];
            all += centred[j] * centred[j];
        }
        int rank = rank();
        double[] code = new double[rank];
        project(centred, 0, code);
        double[] residuals = new double[rank + 1];
        double inside = 0;
        for (int i = rank - 1; i >= 0; i--) {
            inside += code[i] * code[i];
            residuals[i] = inside;
        }
        // Summed from the small end, and only then what lies outside all components: no cancellation.
        double outside = Math.max(0, all - inside);
        for (int k = 0; k <= rank; k++) {
            residuals[k] += outside;
        }
        return residuals;
    }

    /** Eight columns at a time, so that the code is loaded and stored once for eight products. */
    private void project(double[] centred, int start, double[] code) {
        int rank = rank();
        int used = code.length;
        double[] b = byColumn;
        int j = 0;
        for (; j + 8 <= columns; j += 8) {
            double x0 = centred[start + j];
            double x1 = centred[start + j + 1];
            double x2 = centred[start + j + 2];
            double x3 = centred[start + j + 3];
            double x4 = centred[start + j + 4];
            double x5 = centred[start + j + 5];
            double x6 = centred[start + j + 6];
            double x7 = centred[start + j + 7];
            int at = j * rank;
            for (int i = 0; i < used; i++) {
                code[i] += x0 * b[at + i] + x1 * b[at + rank + i] + x2 * b[at + 2 * rank + i]
                        + x3 * b[at + 3 * rank + i] + x4 * b[at + 4 * rank + i] + x5 * b[at + 5 * rank + i]
                        + x6 * b[at + 6 * rank + i] + x7 * b[at + 7 * rank + i];
            }
        }
        for (; j < columns; j++) {
            double x = centred[start + j];
            for (int i = 0; i < used; i++) {
                code[i] += x * b[j * rank + i];
            }
        }
    }

    private void checkColumns(Dataset data) {
        if (data.shape().elements() != columns) {
            throw new IllegalArgumentException(data.name() + ": expected rows of " + columns
                    + " values, found " + data.shape().elements());
        }
    }

    private static int count(int values, int width, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("a code has at least 1 number, asked for " + k);
        }
        if (values % width != 0) {
            throw new IllegalArgumentException(
                    "expected a whole number of rows of " + width + " values, found " + values + " values");
        }
        return values / width;
    }
}
