package dev.hourglass.nd4j;

import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.loops.RowCopy;
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
import dev.hourglass.spi.BackendException;
import java.util.Arrays;

/** Moving values around. */
final class MemoryKernels {
    private final Binding binding;

    MemoryKernels(Binding binding) {
        this.binding = binding;
    }

    void bind(MemoryOp op) {
        switch (op) {
            case Fill(float value, var out) -> binding.add(Elementwise.shared(binding.place(out), Write.SET,
                    (lane, count) -> Arrays.fill(lane.floats(0), 0, count, value)));
            case Copy(var in, var out, var write) -> copy(in, out, write);
            case Gather o -> gather(o);
            case Pad(var border, var inner, var outer, var write) -> pad(border, inner, outer, write);
            case Crop(var border, var outer, var inner, var write) -> crop(border, outer, inner, write);
            case ChannelCopy o -> channelCopy(o);
        }
    }

    private void copy(Slot in, Slot out, Write write) {
        var rows = new RowCopy(binding.place(in), binding.place(out), write);
        int elements = in.elements();
        binding.add(lane -> {
            int from = lane.from(elements);
            rows.run(lane, from, from, lane.to(elements) - from);
        });
    }

    private void gather(Gather op) {
        Place indices = binding.place(op.indices());
        var rows = new RowCopy(binding.place(op.table()), binding.place(op.out()), Write.SET);
        int n = indices.elements();
        int length = op.out().elements() / n;
        int tableRows = op.table().elements() / length;
        binding.add(lane -> {
            for (int i = lane.from(n); i < lane.to(n); i++) {
                int index = indices.getInt(i);
                if (index < 0 || index >= tableRows) {
                    throw new BackendException(
                            "Gather: " + op.indices().name() + "[" + i + "] is " + index + ", but "
                                    + op.table() + " has rows 0 to " + (tableRows - 1));
                }
                rows.run(lane, index * length, i * length, length);
            }
        });
    }

    private void pad(Border border, Slot inner, Slot outer, Write write) {
        var image = ImageExtent.of(inner.shape());
        var around = border.around(image);
        int n = inner.shape().extent(0);
        Place out = binding.place(outer);
        var rows = new RowCopy(binding.place(inner), out, write);
        int row = image.w() * image.c();
        int outerRow = around.w() * around.c();
        binding.add(lane -> {
            for (int i = lane.from(n); i < lane.to(n); i++) {
                if (write == Write.SET) {
                    clear(lane, out, i * around.elements(), around.elements());
                }
                for (int y = 0; y < image.h(); y++) {
                    rows.run(lane, (i * image.h() + y) * row,
                            (i * around.h() + y + border.top()) * outerRow + border.left() * image.c(), row);
                }
            }
        });
    }

    private void crop(Border border, Slot outer, Slot inner, Write write) {
        var image = ImageExtent.of(inner.shape());
        var around = border.around(image);
        int n = inner.shape().extent(0);
        var rows = new RowCopy(binding.place(outer), binding.place(inner), write);
        int row = image.w() * image.c();
        int outerRow = around.w() * around.c();
        binding.add(lane -> {
            for (int i = lane.from(n); i < lane.to(n); i++) {
                for (int y = 0; y < image.h(); y++) {
                    rows.run(lane, (i * around.h() + y + border.top()) * outerRow + border.left() * image.c(),
                            (i * image.h() + y) * row, row);
                }
            }
        });
    }

    private void channelCopy(ChannelCopy op) {
        int sourceChannels = op.source().shape().extent(-1);
        int channels = op.destination().shape().extent(-1);
        int pixels = op.source().elements() / sourceChannels;
        var span = op.span();
        var rows = new RowCopy(binding.place(op.source()), binding.place(op.destination()), op.write());
        binding.add(lane -> {
            for (int i = lane.from(pixels); i < lane.to(pixels); i++) {
                rows.run(lane, i * sourceChannels + span.from(), i * channels + span.to(), span.channels());
            }
        });
    }

    /** Writes zeros. */
    static void clear(Lane lane, Place place, int from, int count) {
        float[] zeros = lane.floats(0);
        Arrays.fill(zeros, 0, Math.min(Lane.BLOCK, count), 0);
        for (int done = 0; done < count; done += Lane.BLOCK) {
            place.store(from + done, zeros, Math.min(Lane.BLOCK, count - done));
        }
    }
}
