package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.plan.Shape;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * What is normal for each member of a group, from some of the training rows: where codes lie and how they
 * spread, codes of a few reference rows, how large each feature's error usually is.
 */
final class GroupStatistics {
    /** Codes that a new one is compared with. */
    static final int REFERENCES = 16;
    /**
     * Keeps directions in which the codes hardly spread from ruling the distance: part of the mean variance.
     */
    private static final double SHRINKAGE = 0.1;
    private static final double SMALL = 1e-9;
    private static final float LEAST_ERROR = 1e-3f;

    private final EnsembleSpec spec;
    private final int references;
    private final float[] referenceCodes;
    private final float[] ratios;
    private final float[] means;
    private final float[] whitenings;
    private final float[] errors;
    private final float[] sorted;

    private GroupStatistics(EnsembleSpec spec, int references, float[] sorted) {
        this(spec, references, new float[spec.members() * references * spec.code()],
                new float[spec.members()],
                new float[spec.members() * spec.code()],
                new float[spec.members() * spec.code() * spec.code()],
                new float[spec.members() * spec.features()], sorted);
    }

    private GroupStatistics(EnsembleSpec spec, int references, float[] referenceCodes, float[] ratios,
            float[] means,
            float[] whitenings, float[] errors, float[] sorted) {
        this.spec = spec;
        this.references = references;
        this.referenceCodes = referenceCodes;
        this.ratios = ratios;
        this.means = means;
        this.whitenings = whitenings;
        this.errors = errors;
        this.sorted = sorted;
    }

    /**
     * @param subsets of each member: its first rows are its references
     * @param normal  rows that statistics are taken over
     */
    static GroupStatistics of(GroupPass pass, EnsembleSpec spec, Matrix rows, int[][] subsets,
            Matrix normal) {
        // Of few rows half: the distance of a row from itself is no measure of what is usual.
        int references = Math.clamp(subsets[0].length / 2, 1, REFERENCES);
        var statistics = new GroupStatistics(spec, references,
                new float[spec.code() == 1 ? spec.members() * normal.rows() : 0]);
        statistics.takeReferences(pass, rows, subsets);
        new Moments(spec).over(pass, normal, statistics);
        return statistics;
    }

    private void takeReferences(GroupPass pass, Matrix rows, int[][] subsets) {
        for (int from = 0; from < references; from += pass.batch()) {
            int first = from;
            int count = Math.min(pass.batch(), references - from);
            pass.run(rows, count, (place, member) -> subsets[member][first + place]);
            for (int m = 0; m < spec.members(); m++) {
                for (int i = 0; i < count; i++) {
                    for (int k = 0; k < spec.code(); k++) {
                        referenceCodes[(m * references + from + i) * spec.code() + k] = pass.code(i, m, k);
                    }
                }
            }
        }
    }

    /** Sums over rows, in double. */
    private static final class Moments {
        private final EnsembleSpec spec;

        private Moments(EnsembleSpec spec) {
            this.spec = spec;
        }

        void over(GroupPass pass, Matrix normal, GroupStatistics into) {
            int members = spec.members();
            int code = spec.code();
            int n = normal.rows();
            var codeSums = new double[members * code];
            var products = new double[members * code * code];
            var outputSums = new double[members * spec.features()];
            var outputSquares = new double[members * spec.features()];
            var errorSquares = new double[members * spec.features()];
            for (int from = 0; from < n; from += pass.batch()) {
                int count = Math.min(pass.batch(), n - from);
                pass.run(normal, from, count);
                for (int i = 0; i < count; i++) {
                    for (int m = 0; m < members; m++) {
                        for (int k = 0; k < code; k++) {
                            float z = pass.code(i, m, k);
                            if (code == 1) {
                                into.sorted[m * n + from + i] = z;
                            }
                            codeSums[m * code + k] += z;
                            for (int l = 0; l < code; l++) {
                                products[(m * code + k) * code + l] += (double) z * pass.code(i, m, l);
                            }
                        }
                        for (int f = 0; f < spec.features(); f++) {
                            int at = m * spec.features() + f;
                            double out = pass.output(i, m, f);
                            double error = pass.residual(i, m, f);
                            outputSums[at] += out;
                            outputSquares[at] += out * out;
                            errorSquares[at] += error * error;
                        }
                    }
                }
            }
            for (int f = 0; f < errorSquares.length; f++) {
                into.errors[f] = (float) Math.sqrt(errorSquares[f] / n) + LEAST_ERROR;
            }
            for (int m = 0; m < members; m++) {
                double spread = 0;
                for (int f = m * spec.features(); f < (m + 1) * spec.features(); f++) {
                    double mean = outputSums[f] / n;
                    spread += outputSquares[f] / n - mean * mean;
                }
                var covariance = new DMatrixRMaj(code, code);
                double variance = 0;
                for (int k = 0; k < code; k++) {
                    double mean = codeSums[m * code + k] / n;
                    into.means[m * code + k] = (float) mean;
                    for (int l = 0; l < code; l++) {
                        covariance.set(k, l, products[(m * code + k) * code + l] / n
                                - mean * codeSums[m * code + l] / n);
                    }
                    variance += covariance.get(k, k);
                }
                into.ratios[m] = (float) (Math.max(spread, 0) / (variance + SMALL) + SMALL);
                CodeSpread.whiten(covariance, into.whitenings, m * code * code);
            }
            for (int at = 0; at < into.sorted.length; at += n) {
                Arrays.sort(into.sorted, at, at + n);
            }
        }
    }

    /** Squared distance of a code to the nearest reference, in the units of what is reconstructed. */
    double nearest(GroupPass pass, int i, int member) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int r = 0; r < references; r++) {
            double sum = 0;
            for (int k = 0; k < spec.code(); k++) {
                double difference = pass.code(i, member, k)
                        - referenceCodes[(member * references + r) * spec.code() + k];
                sum += difference * difference;
            }
            nearest = Math.min(nearest, sum);
        }
        return nearest * ratios[member];
    }

    /** What brings a member's codes to the units of what is reconstructed. */
    float unit(int member) {
        return (float) Math.sqrt(ratios[member]);
    }

    /** Mahalanobis' distance of a code, squared. */
    double mahalanobis(GroupPass pass, int i, int member) {
        int code = spec.code();
        double sum = 0;
        for (int e = 0; e < code; e++) {
            double along = 0;
            for (int k = 0; k < code; k++) {
                along += (pass.code(i, member, k) - means[member * code + k])
                        * whitenings[(member * code + k) * code + e];
            }
            sum += along * along;
        }
        return sum;
    }

    /**
     * −log of twice the share of codes that lie as far out on the rarer side; 0 in the middle. For codes of
     * one number; 0 for others.
     */
    double tail(GroupPass pass, int i, int member) {
        if (sorted.length == 0) {
            return 0;
        }
        int n = sorted.length / spec.members();
        int start = member * n;
        float value = pass.code(i, member, 0);
        double atLeast = (n - first(start, n, value, Side.NOT_BELOW) + 1.0) / (n + 2);
        double atMost = (first(start, n, value, Side.ABOVE) + 1.0) / (n + 2);
        return -Math.log(Math.min(1, 2 * Math.min(atLeast, atMost)));
    }

    private enum Side {
        NOT_BELOW, ABOVE
    }

    private int first(int start, int n, float value, Side side) {
        int low = 0;
        int high = n;
        while (low < high) {
            int middle = (low + high) >>> 1;
            float there = sorted[start + middle];
            if (there < value || side == Side.ABOVE && there == value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Usual size of a feature's error. */
    float error(int member, int feature) {
        return errors[member * spec.features() + feature];
    }

    void save(Tensors tensors, String prefix) {
        put(tensors, prefix + "/references", referenceCodes);
        put(tensors, prefix + "/ratios", ratios);
        put(tensors, prefix + "/means", means);
        put(tensors, prefix + "/whitening", whitenings);
        put(tensors, prefix + "/errors", errors);
        if (spec.code() == 1) {
            put(tensors, prefix + "/codes", sorted);
        }
    }

    private static void put(Tensors tensors, String name, float[] values) {
        tensors.with(name, Shape.of(values.length), values);
    }

    static GroupStatistics load(EnsembleSpec spec, StoredTensors tensors, String prefix) {
        float[] referenceCodes = tensors.of(prefix + "/references");
        float[] sorted = spec.code() == 1 ? tensors.of(prefix + "/codes") : new float[0];
        int codes = spec.members() * spec.code();
        if (referenceCodes.length % codes != 0 || sorted.length % spec.members() != 0) {
            throw new IllegalArgumentException(
                    "tensors " + prefix + "/references and /codes must hold codes of "
                            + spec.code() + " numbers for " + spec.members() + " members, found "
                            + referenceCodes.length
                            + " and " + sorted.length + " values");
        }
        return new GroupStatistics(spec, referenceCodes.length / codes, referenceCodes,
                tensors.of(prefix + "/ratios", spec.members()), tensors.of(prefix + "/means", codes),
                tensors.of(prefix + "/whitening", codes * spec.code()),
                tensors.of(prefix + "/errors", spec.members() * spec.features()), sorted);
    }
}
