package dev.hourglass.testing;

import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import java.util.Arrays;
import java.util.List;

/** Mistakes in losses and their gradients. */
final class LossMutants {

    private LossMutants() {
    }

    static List<Mutant> all() {
        return List.of(
                Mutant.running("loss gradient without weights", LossGradient.class, (op, values, right) -> {
                    float[] weights = values.floats(op.weights());
                    float[] ones = new float[weights.length];
                    Arrays.fill(ones, 1);
                    values.put(op.weights(), ones);
                    right.run();
                    values.put(op.weights(), weights);
                }),
                Mutant.running("loss gradient divided by rows, not by weight", LossGradient.class,
                        (op, values, right) -> {
                            right.run();
                            float[] gradient = values.floats(op.gradient());
                            float[] weights = values.floats(op.weights());
                            float sum = 0;
                            for (float weight : weights) {
                                sum += weight;
                            }
                            for (int i = 0; i < gradient.length; i++) {
                                gradient[i] *= sum / weights.length;
                            }
                            values.put(op.gradient(), gradient);
                        }),
                Mutant.running("no number for a batch without weight", LossGradient.class,
                        (op, values, right) -> {
                            right.run();
                            float[] gradient = values.floats(op.gradient());
                            float sum = 0;
                            for (float weight : values.floats(op.weights())) {
                                sum += weight;
                            }
                            for (int i = 0; i < gradient.length; i++) {
                                gradient[i] = gradient[i] / sum * sum;
                            }
                            values.put(op.gradient(), gradient);
                        }),
                Mutant.running("loss summed over a row", SampleLoss.class, (op, values, right) -> {
                    right.run();
                    float[] losses = values.floats(op.losses());
                    for (int i = 0; i < losses.length; i++) {
                        losses[i] *= (float) op.prediction().elements() / losses.length;
                    }
                    values.put(op.losses(), losses);
                }),
                Mutant.running("rows counted, not weights", WeightedSum.class, (op, values, right) -> {
                    right.run();
                    float[] totals = values.floats(op.totals());
                    totals[1] = op.weights().elements();
                    values.put(op.totals(), totals);
                }));
    }
}
