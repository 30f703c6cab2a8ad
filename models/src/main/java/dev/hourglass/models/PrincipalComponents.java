package dev.hourglass.models;

import dev.hourglass.data.Dataset;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * The directions in which rows vary most, by subspace iteration (Halko, Martinsson and Tropp 2011) on a
 * sample of the rows: close enough to start a training from, in the time of a few steps of it. The same data
 * and seed give the same directions.
 */
final class PrincipalComponents {
    /** Rows that are looked at, and values of them, which take 128 MB. */
    private static final int MOST_ROWS = 4096;
    private static final int MOST_VALUES = 1 << 24;
    /** Directions that are followed beside those that are wanted; the wanted ones converge faster so. */
    private static final int MORE = 10;
    private static final int ROUNDS = 6;
    /** Deviations below this share of the largest one add nothing to an error but that of rounding. */
    private static final double NEGLIGIBLE = 1e-4;

    private final double[] deviations;
    /** (columns, width) */
    private final DMatrixRMaj directions;

    private PrincipalComponents(double[] deviations, DMatrixRMaj directions) {
        this.deviations = deviations;
        this.directions = directions;
    }

    /**
     * Finds the first ones.
     *
     * @param mean  of the rows
     * @param width how many; where the rows vary in fewer directions, the others are 0
     * @param seed  of what is drawn
     */
    static PrincipalComponents of(Dataset rows, double[] mean, int width, long seed) {
        DMatrixRMaj sample = sample(rows, mean, seed);
        var basis = new DMatrixRMaj(mean.length,
                Math.min(width + MORE, Math.min(sample.numRows, mean.length)));
        var random = new PhiloxGenerator(seed, Streams.COMPONENTS.id(1), 0);
        Arrays.setAll(basis.data, i -> random.nextGaussian());
        var codes = new DMatrixRMaj(sample.numRows, basis.numCols);
        for (int i = 0; i < ROUNDS; i++) {
            orthonormalise(basis);
            CommonOps_DDRM.mult(sample, basis, codes);
            CommonOps_DDRM.multTransA(sample, codes, basis);
        }
        orthonormalise(basis);
        CommonOps_DDRM.mult(sample, basis, codes);
        var products = new DMatrixRMaj(basis.numCols, basis.numCols);
        CommonOps_DDRM.multTransA(1.0 / sample.numRows, codes, codes, products);
        return turned(basis, products, width);
    }

    private static DMatrixRMaj sample(Dataset rows, double[] mean, long seed) {
        int most = Math.clamp(MOST_VALUES / mean.length, 1, MOST_ROWS);
        int[] order = rows.size() <= most ? IntStream.range(0, rows.size()).toArray()
                : Arrays.copyOf(
                        new PhiloxGenerator(seed, Streams.COMPONENTS.id(0), 0).permutation(rows.size()),
                        most);
        var sample = new DMatrixRMaj(order.length, mean.length);
        var row = new float[mean.length];
        for (int i = 0; i < order.length; i++) {
            rows.read(order[i], row, 0);
            for (int j = 0; j < row.length; j++) {
                sample.set(i, j, row[j] - mean[j]);
            }
        }
        return sample;
    }

    /** Makes the columns of a tall matrix orthogonal to each other, of length 1, and span the same. */
    private static void orthonormalise(DMatrixRMaj columns) {
        var qr = DecompositionFactory_DDRM.qr(columns.numRows, columns.numCols);
        qr.decompose(columns.copy());
        qr.getQ(columns, true);
    }

    /** Within the space of the basis, the directions by falling variance. */
    private static PrincipalComponents turned(DMatrixRMaj basis, DMatrixRMaj covariance, int width) {
        int found = covariance.numRows;
        var eigen = DecompositionFactory_DDRM.eig(found, true, true);
        eigen.decompose(covariance);
        int[] order = IntStream.range(0, found).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -eigen.getEigenvalue(i).getReal()))
                .mapToInt(Integer::intValue).toArray();
        var deviations = new double[width];
        var turn = new DMatrixRMaj(found, width);
        for (int k = 0; k < Math.min(width, found); k++) {
            double deviation = Math.sqrt(Math.max(eigen.getEigenvalue(order[k]).getReal(), 0));
            if (deviation > NEGLIGIBLE * deviations[0]) {
                deviations[k] = deviation;
                CommonOps_DDRM.insert(eigen.getEigenVector(order[k]), turn, 0, k);
            }
        }
        var directions = new DMatrixRMaj(basis.numRows, width);
        CommonOps_DDRM.mult(basis, turn, directions);
        return new PrincipalComponents(deviations, directions);
    }

    /** How many directions the rows vary in, of those that were wanted. */
    int rank() {
        return (int) Arrays.stream(deviations).filter(each -> each > 0).count();
    }

    /** Standard deviation of the rows along direction k, counted from 0, largest first. */
    double deviation(int k) {
        return deviations[k];
    }

    /** Entry of direction k for a column; a direction is a unit vector, or 0. */
    double direction(int column, int k) {
        return directions.get(column, k);
    }
}
