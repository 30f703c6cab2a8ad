package dev.hourglass.evaluation;

import dev.hourglass.data.DataException;
import java.util.Arrays;
import java.util.Comparator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * Eigenvalues of a symmetric matrix without negative ones, largest first, and their unit eigenvectors.
 *
 * @param values  those above 10⁻¹² of the largest
 * @param vectors (values, n), a row each
 */
@SuppressWarnings("ArrayRecordComponent") // Never leaves the package; copying 784 x 784 values would help
                                          // nobody.
record Eigen(double[] values, double[] vectors) {
    private static final double NEGLIGIBLE = 1e-12;

    /** @param matrix (n, n), row-major; overwritten */
    static Eigen of(double[] matrix, int n) {
        var eig = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eig.decompose(DMatrixRMaj.wrap(n, n, matrix))) {
            throw new DataException("eigenvalues of a " + n + " x " + n + " matrix were not found");
        }
        Integer[] order = new Integer[n];
        double[] all = new double[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
            all[i] = eig.getEigenvalue(i).getReal();
        }
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> all[i]).reversed());
        double least = Math.max(Double.MIN_NORMAL, all[order[0]] * NEGLIGIBLE);
        int rank = (int) Arrays.stream(all).filter(value -> value > least).count();
        double[] values = new double[rank];
        double[] vectors = new double[rank * n];
        for (int i = 0; i < rank; i++) {
            values[i] = all[order[i]];
            double[] vector = eig.getEigenVector(order[i]).data;
            System.arraycopy(vector, 0, vectors, i * n, n);
        }
        return new Eigen(values, vectors);
    }

    /** The same with each vector's largest entry made positive. */
    Eigen signed() {
        int n = values.length == 0 ? 0 : vectors.length / values.length;
        for (int i = 0; i < values.length; i++) {
            int largest = i * n;
            for (int j = i * n; j < (i + 1) * n; j++) {
                if (Math.abs(vectors[j]) > Math.abs(vectors[largest])) {
                    largest = j;
                }
            }
            if (vectors[largest] < 0) {
                for (int j = i * n; j < (i + 1) * n; j++) {
                    vectors[j] = -vectors[j];
                }
            }
        }
        return this;
    }
}
