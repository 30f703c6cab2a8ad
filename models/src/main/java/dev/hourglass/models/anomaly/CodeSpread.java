package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.plan.Shape;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * Mean and covariance of codes, as what makes them round: (code − mean) · whitening has about unit variance.
 */
final class CodeSpread {
    /**
     * Keeps directions in which the codes hardly spread from ruling the distance: part of the mean variance.
     */
    private static final double SHRINKAGE = 0.1;
    private static final double SMALL = 1e-9;

    private final float[] mean;
    private final float[] whitening;

    private CodeSpread(float[] mean, float[] whitening) {
        this.mean = mean;
        this.whitening = whitening;
    }

    static CodeSpread of(double[][] codes) {
        int width = codes[0].length;
        var mean = new float[width];
        for (int k = 0; k < width; k++) {
            double sum = 0;
            for (double[] code : codes) {
                sum += code[k];
            }
            mean[k] = (float) (sum / codes.length);
        }
        var covariance = new DMatrixRMaj(width, width);
        for (double[] code : codes) {
            for (int k = 0; k < width; k++) {
                for (int l = 0; l < width; l++) {
                    covariance.add(k, l, (code[k] - mean[k]) * (code[l] - mean[l]) / codes.length);
                }
            }
        }
        var whitening = new float[width * width];
        whiten(covariance, whitening, 0);
        return new CodeSpread(mean, whitening);
    }

    /** @param covariance (width, width), row by row */
    static CodeSpread of(float[] mean, double[] covariance) {
        var whitening = new float[mean.length * mean.length];
        whiten(new DMatrixRMaj(mean.length, mean.length, true, covariance), whitening, 0);
        return new CodeSpread(mean, whitening);
    }

    /** Eigenvectors over the roots of their shrunken eigenvalues, a column each. */
    static void whiten(DMatrixRMaj covariance, float[] into, int offset) {
        int width = covariance.getNumRows();
        var eigen = DecompositionFactory_DDRM.eig(width, true, true);
        eigen.decompose(covariance);
        double average = 0;
        for (int e = 0; e < width; e++) {
            average += Math.max(eigen.getEigenvalue(e).getReal(), 0) / width;
        }
        for (int e = 0; e < width; e++) {
            double value = Math.max(eigen.getEigenvalue(e).getReal(), 0) + SHRINKAGE * average + SMALL;
            for (int k = 0; k < width; k++) {
                into[offset + k * width + e] = (float) (eigen.getEigenVector(e).get(k, 0) / Math.sqrt(value));
            }
        }
    }

    /** With a mean of 0. */
    static CodeSpread centred(float[] whitening, int width) {
        return new CodeSpread(new float[width], whitening);
    }

    float[] whitening() {
        return whitening.clone();
    }

    float[] whiten(float[] codes, int offset) {
        var white = new float[mean.length];
        whiten(codes, offset, white);
        return white;
    }

    void whiten(float[] codes, int offset, float[] into) {
        for (int e = 0; e < mean.length; e++) {
            double sum = 0;
            for (int k = 0; k < mean.length; k++) {
                sum += (codes[offset + k] - mean[k]) * whitening[k * mean.length + e];
            }
            into[e] = (float) sum;
        }
    }

    float[] whiten(double[] code) {
        var white = new float[mean.length];
        for (int e = 0; e < mean.length; e++) {
            double sum = 0;
            for (int k = 0; k < mean.length; k++) {
                sum += (code[k] - mean[k]) * whitening[k * mean.length + e];
            }
            white[e] = (float) sum;
        }
        return white;
    }

    void save(Tensors tensors) {
        tensors.with("mean", Shape.of(mean.length), mean);
        tensors.with("whitening", Shape.of(mean.length, mean.length), whitening);
    }

    static CodeSpread load(int width, StoredTensors tensors) {
        return new CodeSpread(tensors.of("mean", width), tensors.of("whitening", width * width));
    }
}
