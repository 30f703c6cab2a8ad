package dev.hourglass.nn;

import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;

/** Repeats each pixel: (n, h, w, c) to (n, h · factor.h, w · factor.w, c). */
public record Upsample2d(Extent2 factor) implements Layer {

    public static Upsample2d by(int factor) {
        return new Upsample2d(Extent2.square(factor));
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        var small = Conv2d.image(path, in);
        var large = new ImageExtent(small.h() * factor.h(), small.w() * factor.w(), small.c());
        Slot out = routine.activation(path + "/out", large.batch(in.shape().extent(0)));
        routine.add(new PoolOp.Upsample(factor, in, out));
        return out;
    }
}
