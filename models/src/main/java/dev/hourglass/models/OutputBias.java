package dev.hourglass.models;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;
import java.util.List;

/**
 * Starts the last layer's bias where its output is the mean of the data. A network whose sigmoids begin at
 * one half spends its first steps on learning that most pixels are dark; Adam overshoots, the sigmoids
 * saturate, and with squared error nothing brings them back: the picture stays black. From the mean there is
 * no such push.
 */
final class OutputBias {
    /** Keeps the logit finite where a pixel is always black or always white. */
    private static final double MARGIN = 0.005;

    private OutputBias() {
    }

    /**
     * Writes the bias; leaves it alone where the decoder does not end in a bias, or in a sigmoid after one.
     */
    static void startAtMean(Session session, MeanRow mean) {
        List<Op> ops = session.program().ops(Routine.RECONSTRUCT);
        Slot value = session.program().port(Ports.OUTPUT);
        boolean sigmoid = false;
        for (Op op : ops.reversed()) {
            if (!op.writes().getFirst().overlaps(value)) {
                continue;
            }
            switch (op) {
                case MemoryOp.Copy copy -> value = copy.in();
                case MemoryOp.Crop crop -> value = crop.outer();
                case PointwiseOp.Activate(Activation.Sigmoid f, var in, var out) -> {
                    value = in;
                    sigmoid = true;
                }
                case PointwiseOp.AddBias bias -> {
                    write(session, bias.bias(), mean, sigmoid);
                    return;
                }
                default -> {
                    return;
                }
            }
        }
    }

    private static void write(Session session, Slot bias, MeanRow mean, boolean sigmoid) {
        if (mean.elements() % bias.elements() != 0) {
            return;
        }
        double[] means = mean.folded(bias.elements());
        var values = new float[means.length];
        for (int i = 0; i < values.length; i++) {
            double inside = Math.clamp(means[i], MARGIN, 1 - MARGIN);
            values[i] = (float) (sigmoid ? Math.log(inside / (1 - inside)) : means[i]);
        }
        session.write(bias, values);
    }
}
