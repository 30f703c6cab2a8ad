package dev.hourglass.nn;

import dev.hourglass.plan.PoolGeometry;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Window;

/** Pooling: (n, h, w, c) to (n, h', w', c). */
public record Pool2d(PoolOp.Kind kind, Window window) implements Layer {

    /** The largest of each side x side block. */
    public static Pool2d max(int side) {
        return new Pool2d(PoolOp.Kind.MAX, Window.of(side, side, 0));
    }

    /** The mean of each side x side block. */
    public static Pool2d average(int side) {
        return new Pool2d(PoolOp.Kind.AVERAGE, Window.of(side, side, 0));
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        var geometry = PoolGeometry.over(in.shape().extent(0), Conv2d.image(path, in), window);
        Slot out = routine.activation(path + "/out", geometry.smallShape());
        routine.add(new PoolOp.Pool(kind, geometry, in, out));
        return out;
    }
}
