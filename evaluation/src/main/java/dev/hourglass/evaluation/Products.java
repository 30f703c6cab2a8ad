package dev.hourglass.evaluation;

import java.util.stream.IntStream;

/**
 * Sums Xᵀ X over blocks of rows, in double, on all cores; the result does not depend on how many there are.
 */
final class Products {
    private final int n;
    /** Upper triangle. */
    private final double[] sums;

    Products(int n) {
        this.n = n;
        this.sums = new double[Math.multiplyExact(n, n)];
    }

    void add(double[] block, int rows) {
        IntStream.range(0, n).parallel().forEach(i -> addRow(block, rows, i));
    }

    /** Eight rows at a time: a sum is loaded and stored once for eight products. */
    private void addRow(double[] x, int rows, int i) {
        double[] s = sums;
        int to = i * n;
        int r = 0;
        for (; r + 8 <= rows; r += 8) {
            int at = r * n;
            double a0 = x[at + i];
            double a1 = x[at + n + i];
            double a2 = x[at + 2 * n + i];
            double a3 = x[at + 3 * n + i];
            double a4 = x[at + 4 * n + i];
            double a5 = x[at + 5 * n + i];
            double a6 = x[at + 6 * n + i];
            double a7 = x[at + 7 * n + i];
            for (int j = i; j < n; j++) {
                s[to + j] += a0 * x[at + j] + a1 * x[at + n + j] + a2 * x[at + 2 * n + j]
                        + a3 * x[at + 3 * n + j] + a4 * x[at + 4 * n + j] + a5 * x[at + 5 * n + j]
                        + a6 * x[at + 6 * n + j] + a7 * x[at + 7 * n + j];
            }
        }
        for (; r < rows; r++) {
            double a = x[r * n + i];
            for (int j = i; j < n; j++) {
                s[to + j] += a * x[r * n + j];
            }
        }
    }

    /** The whole symmetric matrix times a factor. */
    double[] scaled(double factor) {
        double[] full = new double[sums.length];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                double value = sums[i * n + j] * factor;
                full[i * n + j] = value;
                full[j * n + i] = value;
            }
        }
        return full;
    }
}
