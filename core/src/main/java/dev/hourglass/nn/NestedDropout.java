package dev.hourglass.nn;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryOp.ChannelSpan;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;

/**
 * In training, keeps only the first K of each row's k numbers and zeroes the others; otherwise nothing. K is
 * drawn per row: all k with probability {@code full}, otherwise each of 1 to k equally often. What is decoded
 * from the result then learns to make the most of every prefix, so the numbers come out in the order of their
 * worth. Rippel, Gelbart and Adams 2014, with another distribution of K.
 *
 * @param full in [0, 1): share of the rows that keep everything
 */
public record NestedDropout(float full) implements Layer {
    /** Turns the smallest positive difference of two of our numbers into more than 1. */
    private static final float STEEP = 1 << 24;

    public NestedDropout {
        if (!(full >= 0 && full < 1)) {
            throw new PlanException("NestedDropout: full must be in [0, 1), found " + full);
        }
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        int width = in.shape().row().elements();
        if (routine.mode() == Mode.INFER || width == 1) {
            return in;
        }
        Slot mask = mask(routine, path, in.shape().extent(0), width);
        Slot out = routine.activation(path + "/out", in.shape());
        routine.add(new PointwiseOp.Multiply(in, routine.view(mask, in.shape()), out, Write.SET));
        return out;
    }

    /** (n, k): 1 where i &lt; u k / (1 − full), u being uniform in [0, 1) and one per row, otherwise 0. */
    private Slot mask(RoutineBuilder routine, String path, int n, int width) {
        Slot draw = routine.noise(path + "/draw", Shape.of(n, 1), new Distribution.Uniform());
        Slot limit = routine.activation(path + "/limit", Shape.of(1, width));
        routine.add(new MemoryOp.Fill(width / (1 - full), limit));
        Slot limits = routine.activation(path + "/limits", Shape.of(n, width));
        routine.add(new Gemm(draw, Layout.PLAIN, limit, Layout.PLAIN, limits, Write.SET));
        Slot above = routine.activation(path + "/above", limits.shape());
        routine.add(new PointwiseOp.AddBias(limits, countdown(routine, path, width), above));
        Slot steep = routine.activation(path + "/steep", limits.shape());
        routine.add(new PointwiseOp.Scale(above, STEEP, steep, Write.SET));
        Slot mask = routine.activation(path + "/mask", limits.shape());
        routine.add(new PointwiseOp.Activate(new Activation.Clamp(0, 1), steep, mask));
        return mask;
    }

    /** 0, −1, −2, ... (k), put together by doubling: each half is the one before it, less its length. */
    private static Slot countdown(RoutineBuilder routine, String path, int width) {
        Slot known = routine.activation(path + "/from-0", Shape.of(1));
        routine.add(new MemoryOp.Fill(0, known));
        for (int length = 1; length < width; length *= 2) {
            Slot less = routine.activation(path + "/less-" + length, known.shape());
            routine.add(new MemoryOp.Fill(-length, less));
            Slot next = routine.activation(path + "/next-" + length, known.shape());
            routine.add(new PointwiseOp.AddScaled(known, less, 1, next));
            int added = Math.min(length, width - length);
            Slot joined = routine.activation(path + "/to-" + (length + added), Shape.of(length + added));
            routine.add(new MemoryOp.ChannelCopy(new ChannelSpan(0, 0, length), known, joined, Write.SET));
            routine.add(new MemoryOp.ChannelCopy(new ChannelSpan(0, length, added), next, joined, Write.SET));
            known = joined;
        }
        return known;
    }
}
