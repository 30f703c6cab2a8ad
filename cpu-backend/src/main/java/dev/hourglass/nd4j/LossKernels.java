package dev.hourglass.nd4j;

import dev.hourglass.loops.Elementwise.Body;
import dev.hourglass.loops.FloatMath;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Criterion.BinaryCrossEntropy;
import dev.hourglass.plan.Criterion.Huber;
import dev.hourglass.plan.Criterion.MeanAbsoluteError;
import dev.hourglass.plan.Criterion.MeanSquaredError;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import dev.hourglass.plan.Write;

/**
 * Losses. Bodies find the prediction in buffer 0 and the target in buffer 1 and leave the result in buffer 0.
 */
final class LossKernels {
    private final Binding binding;

    LossKernels(Binding binding) {
        this.binding = binding;
    }

    void bind(LossOp op) {
        switch (op) {
            case SampleLoss o -> sampleLoss(o);
            case LossGradient o -> lossGradient(o);
            case WeightedSum o -> weightedSum(o);
        }
    }

    private void sampleLoss(SampleLoss op) {
        Place prediction = binding.place(op.prediction());
        Place target = binding.place(op.target());
        Place losses = binding.place(op.losses());
        int rows = losses.elements();
        int columns = prediction.elements() / rows;
        Body loss = loss(op.criterion());
        binding.add(lane -> {
            for (int row = lane.from(rows); row < lane.to(rows); row++) {
                double sum = 0;
                for (int done = 0; done < columns; done += Lane.BLOCK) {
                    int count = Math.min(Lane.BLOCK, columns - done);
                    prediction.load(row * columns + done, lane.floats(0), count);
                    target.load(row * columns + done, lane.floats(1), count);
                    loss.apply(lane, count);
                    sum += sum(lane.floats(0), count);
                }
                losses.set(row, (float) (sum / columns));
            }
        });
    }

    private void lossGradient(LossGradient op) {
        Place prediction = binding.place(op.prediction());
        Place target = binding.place(op.target());
        Place weights = binding.place(op.weights());
        Place gradient = binding.place(op.gradient());
        int rows = weights.elements();
        int columns = prediction.elements() / rows;
        Body slope = slope(op.criterion());
        binding.add(lane -> {
            double total = total(weights);
            for (int row = lane.from(rows); row < lane.to(rows); row++) {
                float share = total == 0 ? 0 : (float) (weights.get(row) / total / columns);
                for (int done = 0; done < columns; done += Lane.BLOCK) {
                    int count = Math.min(Lane.BLOCK, columns - done);
                    prediction.load(row * columns + done, lane.floats(0), count);
                    target.load(row * columns + done, lane.floats(1), count);
                    slope.apply(lane, count);
                    scale(lane.floats(0), share, count);
                    gradient.store(row * columns + done, lane.floats(0), count);
                }
            }
        });
    }

    private void weightedSum(WeightedSum op) {
        Place values = binding.place(op.values());
        Place weights = binding.place(op.weights());
        Place totals = binding.place(op.totals());
        boolean added = op.write() == Write.ADD;
        binding.alone(lane -> {
            double weighted = 0;
            for (int i = 0; i < values.elements(); i++) {
                weighted += (double) weights.get(i) * values.get(i);
            }
            totals.set(0, (float) (weighted + (added ? totals.get(0) : 0)));
            totals.set(1, (float) (total(weights) + (added ? totals.get(1) : 0)));
        });
    }

    private static double total(Place weights) {
        double sum = 0;
        for (int i = 0; i < weights.elements(); i++) {
            sum += weights.get(i);
        }
        return sum;
    }

    private static double sum(float[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static void scale(float[] values, float factor, int count) {
        for (int i = 0; i < count; i++) {
            values[i] *= factor;
        }
    }

    private static Body loss(Criterion criterion) {
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

    /** ∂loss/∂p. */
    private static Body slope(Criterion criterion) {
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
}
