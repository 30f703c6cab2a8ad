package dev.hourglass.onednn;

import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import dev.hourglass.loops.RowCopy;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryOp.ChannelCopy;
import dev.hourglass.plan.MemoryOp.Copy;
import dev.hourglass.plan.MemoryOp.Crop;
import dev.hourglass.plan.MemoryOp.Fill;
import dev.hourglass.plan.MemoryOp.Gather;
import dev.hourglass.plan.MemoryOp.Pad;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.BackendException;
import java.util.Arrays;

/** Moving values around. */
final class MemoryKernels {

    private MemoryKernels() {
    }

    static void bind(MemoryOp op, Stage stage) {
        for (Tile tile : stage.tiles()) {
            stage.add(tile, switch (op) {
                case Fill(float value, var out) -> Elementwise.whole(stage.rows(out, tile), Write.SET,
                        (lane, count) -> Arrays.fill(lane.floats(0), 0, count, value));
                case Copy(var in, var out, var write) ->
                    copy(stage.rows(in, tile), stage.rows(out, tile), write);
                case Gather o -> gather(o, stage, tile);
                case Pad o -> pad(o, stage, tile);
                case Crop o -> crop(o, stage, tile);
                case ChannelCopy o -> channelCopy(o, stage.rows(o.source(), tile),
                        stage.rows(o.destination(), tile));
            });
        }
    }

    private static Kernel copy(Place in, Place out, Write write) {
        var rows = new RowCopy(in, out, write);
        return lane -> rows.run(lane, 0, 0, in.elements());
    }

    private static Kernel gather(Gather op, Stage stage, Tile tile) {
        Place indices = stage.rows(op.indices(), tile);
        Place table = stage.whole(op.table());
        Place out = stage.rows(op.out(), tile);
        var rows = new RowCopy(table, out, Write.SET);
        int length = out.elements() / tile.rows();
        int tableRows = table.elements() / length;
        return lane -> {
            for (int i = 0; i < tile.rows(); i++) {
                int index = indices.getInt(i);
                if (index < 0 || index >= tableRows) {
                    throw new BackendException("Gather: " + op.indices().name() + "[" + (tile.first() + i)
                            + "] is " + index + ", but " + op.table() + " has rows 0 to " + (tableRows - 1));
                }
                rows.run(lane, index * length, i * length, length);
            }
        };
    }

    private static Kernel pad(Pad op, Stage stage, Tile tile) {
        var image = ImageExtent.of(op.inner().shape());
        var around = op.border().around(image);
        Place outer = stage.rows(op.outer(), tile);
        var rows = new RowCopy(stage.rows(op.inner(), tile), outer, op.write());
        int row = image.w() * image.c();
        int outerRow = around.w() * around.c();
        return lane -> {
            if (op.write() == Write.SET) {
                outer.memory().fill((byte) 0);
            }
            for (int i = 0; i < tile.rows(); i++) {
                for (int y = 0; y < image.h(); y++) {
                    rows.run(lane, (i * image.h() + y) * row,
                            (i * around.h() + y + op.border().top()) * outerRow
                                    + op.border().left() * image.c(),
                            row);
                }
            }
        };
    }

    private static Kernel crop(Crop op, Stage stage, Tile tile) {
        var image = ImageExtent.of(op.inner().shape());
        var around = op.border().around(image);
        var rows = new RowCopy(stage.rows(op.outer(), tile), stage.rows(op.inner(), tile), op.write());
        int row = image.w() * image.c();
        int outerRow = around.w() * around.c();
        return lane -> {
            for (int i = 0; i < tile.rows(); i++) {
                for (int y = 0; y < image.h(); y++) {
                    rows.run(lane, (i * around.h() + y + op.border().top()) * outerRow
                            + op.border().left() * image.c(), (i * image.h() + y) * row, row);
                }
            }
        };
    }

    /** Some channels of every pixel. */
    static Kernel channelCopy(ChannelCopy op, Place source, Place destination) {
        int sourceChannels = op.source().shape().extent(-1);
        int channels = op.destination().shape().extent(-1);
        int pixels = source.elements() / sourceChannels;
        var span = op.span();
        var rows = new RowCopy(source, destination, op.write());
        return lane -> {
            for (int i = 0; i < pixels; i++) {
                rows.run(lane, i * sourceChannels + span.from(), i * channels + span.to(), span.channels());
            }
        };
    }
}
