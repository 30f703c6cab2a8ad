package dev.hourglass.nd4j;

import dev.hourglass.loops.Elementwise.Body;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Losses;
import dev.hourglass.loops.Place;
import dev.hourglass.loops.Sums;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import dev.hourglass.plan.Write;

/** Losses, and their sums over a batch. */
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
        Body loss = Losses.value(op.criterion());
        binding.add(lane -> {
            for (int row = lane.from(rows); row < lane.to(rows); row++) {
                double sum = 0;
                for (int done = 0; done < columns; done += Lane.BLOCK) {
                    int count = Math.min(Lane.BLOCK, columns - done);
                    prediction.load(row * columns + done, lane.floats(0), count);
                    target.load(row * columns + done, lane.floats(1), count);
                    loss.apply(lane, count);
                    sum += Sums.of(lane.floats(0), count);
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
        Body slope = Losses.slope(op.criterion());
        binding.add(lane -> {
            double total = Losses.total(weights);
            for (int row = lane.from(rows); row < lane.to(rows); row++) {
                float share = total == 0 ? 0 : (float) (weights.get(row) / total / columns);
                for (int done = 0; done < columns; done += Lane.BLOCK) {
                    int count = Math.min(Lane.BLOCK, columns - done);
                    prediction.load(row * columns + done, lane.floats(0), count);
                    target.load(row * columns + done, lane.floats(1), count);
                    slope.apply(lane, count);
                    Losses.scale(lane.floats(0), share, count);
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
            totals.set(1, (float) (Losses.total(weights) + (added ? totals.get(1) : 0)));
        });
    }
}
