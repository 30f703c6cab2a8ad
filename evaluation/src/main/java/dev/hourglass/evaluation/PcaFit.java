package dev.hourglass.evaluation;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Finds the components, by the covariance of the columns or by the products of the rows. */
final class PcaFit {

    /** Values of the rows that are held in memory, some four times over while fitting: half a gigabyte. */
    private static final int VALUES = 1 << 24;

    private PcaFit() {
    }

    /** How many of the rows are fitted on. */
    static int rowsUsed(int rows, int columns) {
        return columns <= Pca.LARGEST ? rows : Math.min(rows, Math.clamp(VALUES / columns, 2, Pca.LARGEST));
    }

    static Pca of(Dataset data) {
        int columns = data.shape().elements();
        int used = rowsUsed(data.size(), columns);
        if (used < data.size()) {
            return of(drawn(data, used));
        }
        double[] mean = mean(data);
        return data.size() < columns ? byRows(data, mean) : byColumns(data, mean);
    }

    private static double[] mean(Dataset data) {
        double[] mean = new double[data.shape().elements()];
        RowBlocks.visit(data, (block, first, rows) -> {
            for (int r = 0; r < rows; r++) {
                int start = r * mean.length;
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += block[start + j];
                }
            }
        });
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= data.size();
        }
        return mean;
    }

    private static Pca byColumns(Dataset data, double[] mean) {
        int columns = mean.length;
        var products = new Products(columns);
        RowBlocks.visit(data, (block, first, rows) -> {
            centre(block, rows, mean);
            products.add(block, rows);
        });
        double[] covariance = products.scaled(1.0 / Math.max(1, data.size() - 1));
        double total = trace(covariance, columns);
        return new Pca(data.size(), mean, total, Eigen.of(covariance, columns).signed());
    }

    /** Eigenvectors u of X Xᵀ give those of Xᵀ X as Xᵀ u / √λ; their eigenvalues λ are the same. */
    private static Pca byRows(Dataset data, double[] mean) {
        int columns = mean.length;
        int rows = data.size();
        double[] all = new double[Math.multiplyExact(rows, columns)];
        // Column j of the transposed rows is row j of the data: products of "columns" are then those of rows.
        double[] transposed = new double[all.length];
        RowBlocks.visit(data, (block, first, count) -> {
            centre(block, count, mean);
            System.arraycopy(block, 0, all, first * columns, count * columns);
        });
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + r] = all[r * columns + j];
            }
        }
        var products = new Products(rows);
        products.add(transposed, columns);
        double divisor = Math.max(1, rows - 1);
        double[] gram = products.scaled(1 / divisor);
        double total = trace(gram, rows);
        Eigen dual = Eigen.of(gram, rows);
        int rank = dual.values().length;
        double[] vectors = new double[rank * columns];
        IntStream.range(0, rank).parallel().forEach(i -> {
            double scale = 1 / Math.sqrt(dual.values()[i] * divisor);
            double[] weights = new double[rows];
            for (int r = 0; r < rows; r++) {
                weights[r] = dual.vectors()[i * rows + r] * scale;
            }
            weightedSum(weights, all, vectors, i * columns);
        });
        return new Pca(rows, mean, total, new Eigen(dual.values(), vectors).signed());
    }

    /** Eight rows at a time: a sum is loaded and stored once for eight products. */
    private static void weightedSum(double[] w, double[] rows, double[] sum, int offset) {
        int n = rows.length / w.length;
        int r = 0;
        for (; r + 8 <= w.length; r += 8) {
            int at = r * n;
            for (int j = 0; j < n; j++) {
                sum[offset + j] += w[r] * rows[at + j] + w[r + 1] * rows[at + n + j]
                        + w[r + 2] * rows[at + 2 * n + j] + w[r + 3] * rows[at + 3 * n + j]
                        + w[r + 4] * rows[at + 4 * n + j] + w[r + 5] * rows[at + 5 * n + j]
                        + w[r + 6] * rows[at + 6 * n + j] + w[r + 7] * rows[at + 7 * n + j];
            }
        }
        for (; r < w.length; r++) {
            for (int j = 0; j < n; j++) {
                sum[offset + j] += w[r] * rows[r * n + j];
            }
        }
    }

    private static Dataset drawn(Dataset data, int count) {
        int columns = data.shape().elements();
        int[] order = new PhiloxGenerator(0, Streams.SPLIT.id(), 0).permutation(data.size());
        int[] rows = Arrays.copyOf(order, count);
        float[] values = new float[Math.multiplyExact(rows.length, columns)];
        for (int r = 0; r < rows.length; r++) {
            data.read(rows[r], values, r * columns);
        }
        return Datasets.of(data.name() + " (" + rows.length + " rows)", data.shape(), values);
    }

    private static void centre(double[] block, int rows, double[] mean) {
        for (int r = 0; r < rows; r++) {
            int start = r * mean.length;
            for (int j = 0; j < mean.length; j++) {
                block[start + j] -= mean[j];
            }
        }
    }

    private static double trace(double[] matrix, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += matrix[i * n + i];
        }
        return sum;
    }
}
