package dev.hourglass.cuda;

import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.Slot;

/**
 * Sums over the rows of a matrix (rows, channels), in two launches: each block of the first takes a run of
 * rows, the second adds up what they leave in scratch memory. The order depends on the extents alone.
 *
 * @param blocks       that share the rows
 * @param rowsPerBlock rows of each, the last one's perhaps fewer
 */
record ChannelSums(int rows, int channels, int blocks, int rowsPerBlock) {
    private static final int MOST_BLOCKS = 1024;
    private static final int STEPS_WORTH_A_BLOCK = 8;

    /** What is summed, as {@code hourglass.cu} numbers it. */
    enum What {
        /** The values. */
        PLAIN,
        /** Their squared distances from the channel's mean. */
        DEVIATION,
        /** The values, and the values times the normalised inputs. */
        NORM_GRADIENT
    }

    static ChannelSums over(int elements, int channels) {
        int rows = elements / channels;
        int rowsAtOnce = Math.max(1, KernelCall.BLOCK / channels);
        int most = Math.clamp(rows / (rowsAtOnce * STEPS_WORTH_A_BLOCK), 1, MOST_BLOCKS);
        int perBlock = (rows + most - 1) / most;
        return new ChannelSums(rows, channels, (rows + perBlock - 1) / perBlock, perBlock);
    }

    /** Bytes of scratch memory: two sums per block and channel. */
    long bytes() {
        return 2L * blocks * channels * Double.BYTES;
    }

    /** The first launch, of plain sums. */
    void enqueue(Binding b, Slot values) {
        b.call(Kernel.CHANNEL_SUMS).integer(What.PLAIN.ordinal()).slot(values).slot(values).address(0)
                .address(0).integer(rows).integer(channels).integer(rowsPerBlock).scratch(0, bytes())
                .grid(blocks, columns(), KernelCall.BLOCK);
    }

    /** The first launch, of plain sums over a gradient that it computes. */
    void enqueue(Binding b, ActivateGradient op) {
        Functions.pass(b.call(Kernel.ACTIVATE_GRADIENT_SUMS), op.function()).slot(op.saved())
                .slot(op.outGradient()).slot(op.inGradient()).integer(rows).integer(channels)
                .integer(rowsPerBlock).scratch(0, bytes()).write(op.write())
                .grid(blocks, columns(), KernelCall.BLOCK);
    }

    /**
     * The first launch.
     *
     * @param inputs  not needed for {@link What#DEVIATION}, and may be any slot then
     * @param inverse of a channel's deviation; the same
     */
    void enqueue(Binding b, What what, Slot values, Slot inputs, Slot mean, Slot inverse) {
        b.call(Kernel.CHANNEL_SUMS).integer(what.ordinal()).slot(values).slot(inputs).slot(mean)
                .slot(inverse).integer(rows).integer(channels).integer(rowsPerBlock).scratch(0, bytes())
                .grid(blocks, columns(), KernelCall.BLOCK);
    }

    private int columns() {
        return channels < KernelCall.BLOCK ? 1 : (channels + KernelCall.BLOCK - 1) / KernelCall.BLOCK;
    }
}
