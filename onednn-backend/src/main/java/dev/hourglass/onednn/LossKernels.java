package dev.hourglass.onednn;

import dev.hourglass.loops.Elementwise.Body;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Losses;
import dev.hourglass.loops.Place;
import dev.hourglass.loops.Sums;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import dev.hourglass.plan.Write;
import java.util.ArrayList;
import java.util.List;

/** Losses, and their sums over a batch. */
final class LossKernels {

    private LossKernels() {
    }

    static void bind(LossOp op, Stage stage) {
        switch (op) {
            case SampleLoss o -> {
                for (Tile tile : stage.tiles()) {
                    stage.add(tile, sampleLoss(Losses.value(o.criterion()), stage.rows(o.prediction(), tile),
                            stage.rows(o.target(), tile), stage.rows(o.losses(), tile)));
                }
            }
            case LossGradient o -> lossGradient(o, stage);
            case WeightedSum o -> weightedSum(o, stage);
        }
    }

    private static Kernel sampleLoss(Body loss, Place prediction, Place target, Place losses) {
        int columns = prediction.elements() / losses.elements();
        return lane -> {
            for (int row = 0; row < losses.elements(); row++) {
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
        };
    }

    private static void lossGradient(LossGradient op, Stage stage) {
        Place weights = stage.whole(op.weights());
        Body slope = Losses.slope(op.criterion());
        for (Tile tile : stage.tiles()) {
            Place prediction = stage.rows(op.prediction(), tile);
            Place target = stage.rows(op.target(), tile);
            Place gradient = stage.rows(op.gradient(), tile);
            int columns = prediction.elements() / tile.rows();
            stage.add(tile, lane -> {
                double total = Losses.total(weights);
                for (int row = 0; row < tile.rows(); row++) {
                    float share = total == 0 ? 0
                            : (float) (weights.get(tile.first() + row) / total / columns);
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
    }

    /** Each tile sums its rows; their sums are added up in order. */
    private static void weightedSum(WeightedSum op, Stage stage) {
        List<double[]> sums = new ArrayList<>();
        for (Tile tile : stage.tiles()) {
            Place values = stage.rows(op.values(), tile);
            Place weights = stage.rows(op.weights(), tile);
            double[] sum = new double[2];
            sums.add(sum);
            stage.add(tile, lane -> {
                sum[0] = 0;
                for (int i = 0; i < values.elements(); i++) {
                    sum[0] += (double) weights.get(i) * values.get(i);
                }
                sum[1] = Losses.total(weights);
            });
        }
        Place totals = stage.whole(op.totals());
        double[][] all = sums.toArray(new double[0][]);
        stage.after(stage.laneOf(op.totals()), lane -> {
            for (int i = 0; i < 2; i++) {
                double total = op.write() == Write.ADD ? totals.get(i) : 0;
                for (double[] sum : all) {
                    total += sum[i];
                }
                totals.set(i, (float) total);
            }
        });
    }
}
