package dev.hourglass.reference;

import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.MemoryOp.ChannelCopy;
import dev.hourglass.plan.MemoryOp.ChannelSpan;
import dev.hourglass.plan.MemoryOp.Copy;
import dev.hourglass.plan.MemoryOp.Crop;
import dev.hourglass.plan.MemoryOp.Fill;
import dev.hourglass.plan.MemoryOp.Gather;
import dev.hourglass.plan.MemoryOp.Pad;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.BackendException;

/** Moving values around. */
final class MemoryLoops {

    private MemoryLoops() {
    }

    static Kernel bind(MemoryOp op, ReferenceMemory memory) {
        return switch (op) {
            case Fill o -> fill(o, memory);
            case Copy o -> copy(o, memory);
            case Gather o -> gather(o, memory);
            case Pad o -> pad(o, memory);
            case Crop o -> crop(o, memory);
            case ChannelCopy o -> channelCopy(o, memory);
        };
    }

    private static Kernel fill(Fill op, ReferenceMemory memory) {
        Place out = memory.at(op.out());
        return Kernel.each(out.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.set(i, op.value());
            }
        });
    }

    private static Kernel copy(Copy op, ReferenceMemory memory) {
        Place in = memory.at(op.in());
        Place out = memory.at(op.out());
        return Kernel.each(out.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.set(i, in.at(i), op.write());
            }
        });
    }

    private static Kernel gather(Gather op, ReferenceMemory memory) {
        Place table = memory.at(op.table());
        Place indices = memory.at(op.indices());
        Place out = memory.at(op.out());
        int columns = out.length / indices.length;
        int rows = table.length / columns;
        return Kernel.each(indices.length, columns, (from, to) -> {
            for (int i = from; i < to; i++) {
                int row = indices.intAt(i);
                if (row < 0 || row >= rows) {
                    throw new BackendException(
                            "Gather: index " + row + " at place " + i + " is not in [0, " + rows + ")");
                }
                for (int c = 0; c < columns; c++) {
                    out.set(i * columns + c, table.at(row * columns + c));
                }
            }
        });
    }

    private static Kernel pad(Pad op, ReferenceMemory memory) {
        var frame = Frame.of(op.border(), op.inner());
        Place inner = memory.at(op.inner());
        Place outer = memory.at(op.outer());
        return Kernel.whole(() -> {
            outer.beginSums(0, outer.length, op.write());
            for (int i = 0; i < inner.length; i++) {
                outer.set(frame.outer(i), inner.at(i), op.write());
            }
        });
    }

    private static Kernel crop(Crop op, ReferenceMemory memory) {
        var frame = Frame.of(op.border(), op.inner());
        Place outer = memory.at(op.outer());
        Place inner = memory.at(op.inner());
        return Kernel.each(inner.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                inner.set(i, outer.at(frame.outer(i)), op.write());
            }
        });
    }

    private static Kernel channelCopy(ChannelCopy op, ReferenceMemory memory) {
        ChannelSpan span = op.span();
        Place source = memory.at(op.source());
        Place destination = memory.at(op.destination());
        int sourceChannels = op.source().shape().extent(-1);
        int destinationChannels = op.destination().shape().extent(-1);
        return Kernel.each(source.length / sourceChannels, span.channels(), (from, to) -> {
            for (int pixel = from; pixel < to; pixel++) {
                for (int c = 0; c < span.channels(); c++) {
                    double value = source.at(pixel * sourceChannels + span.from() + c);
                    destination.set(pixel * destinationChannels + span.to() + c, value, op.write());
                }
            }
        });
    }

    /** Where the elements of an image lie in one with a border around it. */
    private record Frame(int top, int left, ImageExtent inner, ImageExtent outer) {

        static Frame of(Border border, Slot inner) {
            var image = ImageExtent.of(inner.shape());
            return new Frame(border.top(), border.left(), image, border.around(image));
        }

        int outer(int element) {
            int c = element % inner.c();
            int x = element / inner.c() % inner.w();
            int y = element / (inner.c() * inner.w()) % inner.h();
            int image = element / inner.elements();
            return ((image * outer.h() + top + y) * outer.w() + left + x) * outer.c() + c;
        }
    }
}
