package dev.hourglass.nn;

import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;

/** Images without their border, the inverse of {@link Pad2d}: (n, top + h + bottom, left + w + right, c). */
public record Crop2d(Border border) implements Layer {

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        var outer = Conv2d.image(path, in);
        int h = outer.h() - border.top() - border.bottom();
        int w = outer.w() - border.left() - border.right();
        if (h < 1 || w < 1) {
            throw new PlanException(
                    "layer " + path + ": an image of " + outer + " has no room for the border " + border);
        }
        Slot out = routine.activation(path + "/cropped", Shape.of(in.shape().extent(0), h, w, outer.c()));
        routine.add(new MemoryOp.Crop(border, in, out, Write.SET));
        return out;
    }
}
