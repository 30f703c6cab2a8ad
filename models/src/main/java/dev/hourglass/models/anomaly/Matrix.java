package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;

/** Rows of floats in one array. */
final class Matrix {
    private final int width;
    private final float[] values;

    Matrix(int width, float[] values) {
        this.width = width;
        this.values = values;
    }

    static Matrix of(Dataset data) {
        int width = data.shape().elements();
        var values = new float[Math.multiplyExact(data.size(), width)];
        for (int row = 0; row < data.size(); row++) {
            data.read(row, values, row * width);
        }
        return new Matrix(width, values);
    }

    /** Some of the rows, copied. */
    Matrix select(int[] indices) {
        var chosen = new float[indices.length * width];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * width, chosen, i * width, width);
        }
        return new Matrix(width, chosen);
    }

    /** The values, row by row; not a copy. */
    float[] values() {
        return values;
    }

    int width() {
        return width;
    }

    int rows() {
        return values.length / width;
    }

    float at(int row, int column) {
        return values[row * width + column];
    }

    double[] column(int column) {
        var all = new double[rows()];
        for (int row = 0; row < all.length; row++) {
            all[row] = at(row, column);
        }
        return all;
    }
}
