package dev.hourglass.cuda;

import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.MemoryOp.ChannelCopy;
import dev.hourglass.plan.MemoryOp.Copy;
import dev.hourglass.plan.MemoryOp.Crop;
import dev.hourglass.plan.MemoryOp.Fill;
import dev.hourglass.plan.MemoryOp.Gather;
import dev.hourglass.plan.MemoryOp.Pad;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;

/** Moving values around. */
final class MemoryKernels {

    private MemoryKernels() {
    }

    static void bind(MemoryOp op, Binding b) {
        int n = op.writes().getFirst().elements();
        switch (op) {
            case Fill o -> b.call(Kernel.FILL).slot(o.out()).integer(n).real(o.value()).each(n);
            case Copy o -> b.call(o.write() == Write.ADD ? Kernel.ADD : Kernel.COPY).slot(o.in())
                    .slot(o.out()).integer(n).each(n);
            case Gather o -> gather(o, b);
            case Pad o -> frame(b.call(Kernel.PAD), o.border(), o.inner()).slot(o.inner()).slot(o.outer())
                    .integer(n).write(o.write()).each(n);
            case Crop o -> frame(b.call(Kernel.CROP), o.border(), o.inner()).slot(o.outer()).slot(o.inner())
                    .integer(n).write(o.write()).each(n);
            case ChannelCopy o -> channelCopy(o, b);
        }
    }

    private static void gather(Gather op, Binding b) {
        int n = op.out().elements();
        int columns = n / op.indices().elements();
        int rows = op.table().elements() / columns;
        int source = b.device().faults().source("Gather: index %d at place %d of " + op.indices()
                + " is not in [0, " + rows + ")");
        b.call(Kernel.GATHER).slot(op.table()).slot(op.indices()).slot(op.out()).integer(n).integer(columns)
                .integer(rows).integer(source).address(b.device().faults().address()).each(n);
    }

    private static KernelCall frame(KernelCall call, Border border, Slot inner) {
        var image = ImageExtent.of(inner.shape());
        var outer = border.around(image);
        return call.structure(image.h(), image.w(), outer.h(), outer.w(), border.top(), border.left(),
                image.c());
    }

    private static void channelCopy(ChannelCopy op, Binding b) {
        int sourceChannels = op.source().shape().extent(-1);
        var span = op.span();
        int n = op.source().elements() / sourceChannels * span.channels();
        b.call(Kernel.CHANNEL_COPY).structure(span.from(), span.to(), span.channels(), sourceChannels,
                op.destination().shape().extent(-1)).slot(op.source()).slot(op.destination()).integer(n)
                .write(op.write()).each(n);
    }
}
