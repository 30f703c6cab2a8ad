package dev.hourglass.loops;

import dev.hourglass.loops.Elementwise.Body;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Criterion.BinaryCrossEntropy;
import dev.hourglass.plan.Criterion.Huber;
import dev.hourglass.plan.Criterion.MeanAbsoluteError;
import dev.hourglass.plan.Criterion.MeanSquaredError;

/**
 * Losses over a lane's buffers. Bodies find the prediction in buffer 0 and the target in buffer 1 and leave
 * the result in buffer 0.
 */
public final class Losses {

    private Losses() {
    }

    /** The loss of each element. */
    public static Body value(Criterion criterion) {
        return switch (criterion) {
            case MeanSquaredError() -> (lane, count) -> {
                float[] p = lane.floats(0);
                float[] t = lane.floats(1);
                for (int i = 0; i < count; i++) {
                    float distance = p[i] - t[i];
                    p[i] = distance * distance;
                }
            };
            case BinaryCrossEntropy() -> (lane, count) -> {
                float[] p = lane.floats(0);
                float[] t = lane.floats(1);
                float[] e = lane.floats(2);
                for (int i = 0; i < count; i++) {
                    e[i] = -Math.abs(p[i]);
                }
                FloatMath.exp(lane, e, count);
                for (int i = 0; i < count; i++) {
                    p[i] = Math.max(p[i], 0) - p[i] * t[i] + FloatMath.log1p(e[i]);
                }
            };
            case MeanAbsoluteError() -> (lane, count) -> {
                float[] p = lane.floats(0);
                float[] t = lane.floats(1);
                for (int i = 0; i < count; i++) {
                    p[i] = Math.abs(p[i] - t[i]);
                }
            };
            case Huber(float delta) -> (lane, count) -> {
                float[] p = lane.floats(0);
                float[] t = lane.floats(1);
                for (int i = 0; i < count; i++) {
                    float distance = Math.abs(p[i] - t[i]);
                    float near = Math.min(distance, delta);
                    p[i] = near * near / 2 + delta * (distance - near);
                }
            };
        };
    }

    /** ∂loss/∂prediction. */
    public static Body slope(Criterion criterion) {
        return switch (criterion) {
            case MeanSquaredError() -> (lane, count) -> {
                float[] p = lane.floats(0);
                float[] t = lane.floats(1);
                for (int i = 0; i < count; i++) {
                    p[i] = 2 * (p[i] - t[i]);
                }
            };
            case BinaryCrossEntropy() -> (lane, count) -> {
                FloatMath.sigmoid(lane, lane.floats(0), count);
                float[] p = lane.floats(0);
                float[] t = lane.floats(1);
                for (int i = 0; i < count; i++) {
                    p[i] -= t[i];
                }
            };
            case MeanAbsoluteError() -> (lane, count) -> {
                float[] p = lane.floats(0);
                float[] t = lane.floats(1);
                for (int i = 0; i < count; i++) {
                    p[i] = Math.signum(p[i] - t[i]);
                }
            };
            case Huber(float delta) -> (lane, count) -> {
                float[] p = lane.floats(0);
                float[] t = lane.floats(1);
                for (int i = 0; i < count; i++) {
                    p[i] = Math.max(-delta, Math.min(delta, p[i] - t[i]));
                }
            };
        };
    }

    /** Sum of all weights. */
    public static double total(Place weights) {
        double sum = 0;
        for (int i = 0; i < weights.elements(); i++) {
            sum += weights.get(i);
        }
        return sum;
    }

    /** Multiplies the first values of a buffer. */
    public static void scale(float[] values, float factor, int count) {
        for (int i = 0; i < count; i++) {
            values[i] *= factor;
        }
    }
}
