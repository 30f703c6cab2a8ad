package dev.hourglass.reference;

import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Criterion.BinaryCrossEntropy;
import dev.hourglass.plan.Criterion.Huber;
import dev.hourglass.plan.Criterion.MeanAbsoluteError;
import dev.hourglass.plan.Criterion.MeanSquaredError;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import java.util.function.DoubleBinaryOperator;

/** Losses. */
final class LossLoops {

    private LossLoops() {
    }

    static Kernel bind(LossOp op, ReferenceMemory memory) {
        return switch (op) {
            case SampleLoss o -> sampleLoss(o, memory);
            case LossGradient o -> lossGradient(o, memory);
            case WeightedSum o -> weightedSum(o, memory);
        };
    }

    private static Kernel sampleLoss(SampleLoss op, ReferenceMemory memory) {
        Place prediction = memory.at(op.prediction());
        Place target = memory.at(op.target());
        Place losses = memory.at(op.losses());
        var loss = loss(op.criterion());
        int columns = prediction.length / losses.length;
        return Kernel.each(losses.length, columns, (from, to) -> {
            for (int row = from; row < to; row++) {
                double sum = 0;
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    sum += loss.applyAsDouble(prediction.at(i), target.at(i));
                }
                losses.set(row, sum / columns);
            }
        });
    }

    private static Kernel lossGradient(LossGradient op, ReferenceMemory memory) {
        Place prediction = memory.at(op.prediction());
        Place target = memory.at(op.target());
        Place weights = memory.at(op.weights());
        Place gradient = memory.at(op.gradient());
        var derivative = derivative(op.criterion());
        int columns = prediction.length / weights.length;
        return Kernel.each(weights.length, columns, (from, to) -> {
            double total = sum(weights);
            for (int row = from; row < to; row++) {
                double share = total == 0 ? 0 : weights.at(row) / total / columns;
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    double slope = derivative.applyAsDouble(prediction.at(i), target.at(i));
                    gradient.set(i, share * slope);
                }
            }
        });
    }

    private static Kernel weightedSum(WeightedSum op, ReferenceMemory memory) {
        Place values = memory.at(op.values());
        Place weights = memory.at(op.weights());
        Place totals = memory.at(op.totals());
        return Kernel.whole(() -> {
            double weighted = 0;
            for (int i = 0; i < values.length; i++) {
                weighted += weights.at(i) * values.at(i);
            }
            double total = sum(weights);
            totals.set(0, weighted, op.write());
            totals.set(1, total, op.write());
        });
    }

    private static double sum(Place values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values.at(i);
        }
        return sum;
    }

    /** From p and t to the loss of one element. */
    private static DoubleBinaryOperator loss(Criterion criterion) {
        return switch (criterion) {
            case MeanSquaredError() -> (p, t) -> (p - t) * (p - t);
            case BinaryCrossEntropy() ->
                (p, t) -> Math.max(p, 0) - p * t + Math.log1p(Math.exp(-Math.abs(p)));
            case MeanAbsoluteError() -> (p, t) -> Math.abs(p - t);
            case Huber(float delta) -> (p, t) -> Math.abs(p - t) <= delta
                    ? (p - t) * (p - t) / 2
                    : delta * (Math.abs(p - t) - delta / 2);
        };
    }

    /** From p and t to ∂loss/∂p. */
    private static DoubleBinaryOperator derivative(Criterion criterion) {
        return switch (criterion) {
            case MeanSquaredError() -> (p, t) -> 2 * (p - t);
            case BinaryCrossEntropy() -> (p, t) -> Activations.sigmoid(p) - t;
            case MeanAbsoluteError() -> (p, t) -> Math.signum(p - t);
            case Huber(float delta) -> (p, t) -> Math.clamp(p - t, -delta, delta);
        };
    }
}
