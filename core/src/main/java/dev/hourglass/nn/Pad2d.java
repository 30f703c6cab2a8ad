package dev.hourglass.nn;

import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;

/** A border of zeros around images: (n, h, w, c) to (n, top + h + bottom, left + w + right, c). */
public record Pad2d(Border border) implements Layer {

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        var outer = border.around(Conv2d.image(path, in));
        Slot out = routine.activation(path + "/padded", outer.batch(in.shape().extent(0)));
        routine.add(new MemoryOp.Pad(border, in, out, Write.SET));
        return out;
    }
}
