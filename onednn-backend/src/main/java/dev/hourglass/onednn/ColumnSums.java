package dev.hourglass.onednn;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.PointwiseOp.BiasGradient;
import dev.hourglass.plan.Write;
import java.util.Arrays;

/**
 * Sums per channel. Whole blocks of pixels are added to each other, which vectorises whatever the number of
 * channels is; what remains are a block's sums, taken per channel in the end. Blocks that hold more values
 * also make the sums more precise: each is a tree two levels deep.
 */
final class ColumnSums {
    private final Write write;
    private final int channels;
    private final int width;
    private final float[][] sums;

    private ColumnSums(BiasGradient op, int lanes) {
        write = op.write();
        channels = op.biasGradient().elements();
        width = channels > Lane.BLOCK ? channels : Lane.BLOCK / channels * channels;
        sums = new float[lanes][width];
    }

    static void bind(BiasGradient op, Stage stage) {
        var all = new ColumnSums(op, stage.lanes());
        for (int lane = 0; lane < all.sums.length; lane++) {
            float[] own = all.sums[lane];
            stage.start(lane, running -> Arrays.fill(own, 0));
        }
        for (Tile tile : stage.tiles()) {
            Place gradient = stage.rows(op.outGradient(), tile);
            stage.add(tile, lane -> all.add(lane, gradient, all.sums[tile.lane()]));
        }
        Place result = stage.whole(op.biasGradient());
        stage.after(stage.laneOf(op.biasGradient()), lane -> all.total(result));
    }

    /** All at once, by one lane. */
    static Kernel whole(BiasGradient op, Binding binding) {
        var all = new ColumnSums(op, 1);
        Place gradient = binding.place(op.outGradient());
        Place result = binding.place(op.biasGradient());
        return lane -> {
            Arrays.fill(all.sums[0], 0);
            all.add(lane, gradient, all.sums[0]);
            all.total(result);
        };
    }

    private void add(Lane lane, Place gradient, float[] own) {
        float[] block = lane.floats(0);
        for (int at = 0; at < gradient.elements(); at += width) {
            int end = Math.min(width, gradient.elements() - at);
            for (int from = 0; from < end; from += Lane.BLOCK) {
                int count = Math.min(Lane.BLOCK, end - from);
                gradient.load(at + from, block, count);
                add(own, from, block, count);
            }
        }
    }

    private static void add(float[] sums, int from, float[] more, int count) {
        for (int i = 0; i < count; i++) {
            sums[from + i] += more[i];
        }
    }

    private void total(Place result) {
        for (int c = 0; c < channels; c++) {
            double sum = write == Write.ADD ? result.get(c) : 0;
            for (float[] own : sums) {
                for (int i = c; i < width; i += channels) {
                    sum += own[i];
                }
            }
            result.set(c, (float) sum);
        }
    }
}
