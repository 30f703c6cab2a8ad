package dev.hourglass.cuda;

import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;

/** Losses. */
final class LossKernels {

    private LossKernels() {
    }

    static void bind(LossOp op, Binding b) {
        switch (op) {
            case SampleLoss o -> {
                int rows = o.losses().elements();
                Functions.pass(b.call(Kernel.SAMPLE_LOSS), o.criterion()).slot(o.prediction())
                        .slot(o.target()).slot(o.losses()).integer(o.prediction().elements() / rows)
                        .blocks(rows);
            }
            case LossGradient o -> {
                int n = o.prediction().elements();
                int rows = o.weights().elements();
                Functions.pass(b.call(Kernel.LOSS_GRADIENT), o.criterion()).slot(o.prediction())
                        .slot(o.target()).slot(o.weights()).slot(o.gradient()).integer(rows)
                        .integer(n / rows).each(n);
            }
            case WeightedSum o -> b.call(Kernel.WEIGHTED_SUM).slot(o.values()).slot(o.weights())
                    .integer(o.values().elements()).slot(o.totals()).write(o.write()).blocks(1);
        }
    }

    /** Both in one pass over prediction and target. */
    static void bind(SampleLoss loss, LossGradient gradient, Binding b) {
        int rows = loss.losses().elements();
        Functions.pass(b.call(Kernel.LOSS_WITH_GRADIENT), loss.criterion()).slot(loss.prediction())
                .slot(loss.target()).slot(gradient.weights()).slot(loss.losses()).slot(gradient.gradient())
                .integer(rows).integer(loss.prediction().elements() / rows).blocks(rows);
    }
}
