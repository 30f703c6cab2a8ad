package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.plan.Shape;
import java.util.Arrays;

/**
 * Brings features to a common size before a network sees them: (x − offset) / scale, cut off at two limits,
 * less the mean that this has over the training rows.
 */
final class FeatureScale {
    /** Three quarters of a normal distribution less one quarter, in standard deviations. */
    private static final double QUARTILES = 1.349;
    /** A column that is nearly constant has no quartiles to speak of. */
    private static final double LEAST_OF_DEVIATION = 0.25;

    /** The ways to find offset and scale. */
    enum Kind {
        /** Smallest value and range; cut off one range below and above. */
        RANGE(-1, 2, "scaled by range"),
        /** Median and quartiles; cut off at 20 of them. */
        ROBUST(-20, 20, "scaled by quartiles"),
        /** Mean and standard deviation; cut off at 20 of them. */
        STANDARD(-20, 20, "scaled by deviation");

        private final float lower;
        private final float upper;
        private final String words;

        Kind(float lower, float upper, String words) {
            this.lower = lower;
            this.upper = upper;
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private final Kind kind;
    private final float[] offsets;
    private final float[] scales;
    private final float[] means;

    private FeatureScale(Kind kind, float[] offsets, float[] scales, float[] means) {
        this.kind = kind;
        this.offsets = offsets;
        this.scales = scales;
        this.means = means;
    }

    static FeatureScale fit(Kind kind, Matrix rows) {
        var offsets = new float[rows.width()];
        var scales = new float[rows.width()];
        var fitted = new FeatureScale(kind, offsets, scales, new float[rows.width()]);
        for (int j = 0; j < rows.width(); j++) {
            double[] column = rows.column(j);
            double mean = Arrays.stream(column).average().orElseThrow();
            double deviation = Math.sqrt(Arrays.stream(column).map(x -> (x - mean) * (x - mean)).average()
                    .orElseThrow());
            Arrays.sort(column);
            double scale = switch (kind) {
                case RANGE -> column[column.length - 1] - column[0];
                case ROBUST -> Math.max((quantile(column, 0.75) - quantile(column, 0.25)) / QUARTILES,
                        LEAST_OF_DEVIATION * deviation);
                case STANDARD -> deviation;
            };
            offsets[j] = (float) switch (kind) {
                case RANGE -> column[0];
                case ROBUST -> quantile(column, 0.5);
                case STANDARD -> mean;
            };
            scales[j] = scale > 0 && Float.isFinite((float) scale) && (float) scale > 0 ? (float) scale : 1;
            double sum = 0;
            for (double value : column) {
                sum += fitted.apply(j, (float) value);
            }
            fitted.means[j] = (float) (sum / column.length);
        }
        return fitted;
    }

    /** Linear between neighbours: type 7 of Hyndman and Fan 1996. */
    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        double rest = at - below;
        return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
    }

    float apply(int feature, float value) {
        return Math.clamp((value - offsets[feature]) / scales[feature], kind.lower, kind.upper)
                - means[feature];
    }

    void save(Tensors tensors, String prefix) {
        var shape = Shape.of(offsets.length);
        tensors.with(prefix + "/offset", shape, offsets).with(prefix + "/scale", shape, scales)
                .with(prefix + "/mean", shape, means);
    }

    /** @throws IllegalArgumentException when a tensor is missing, of another length, or not sound */
    static FeatureScale load(Kind kind, int width, StoredTensors tensors, String prefix) {
        float[] scales = tensors.of(prefix + "/scale", width);
        for (float scale : scales) {
            if (!(scale > 0)) {
                throw new IllegalArgumentException(
                        "tensor " + prefix + "/scale must be positive, found " + scale);
            }
        }
        return new FeatureScale(kind, tensors.of(prefix + "/offset", width), scales,
                tensors.of(prefix + "/mean", width));
    }
}
