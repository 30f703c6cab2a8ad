package dev.hourglass.loops;

import java.util.Arrays;

/** Two sums per channel of images whose last axis is the channels, in double, lane by lane. */
public final class ChannelSums {
    /** Adds rows in the lane's buffers to the lane's sums; a row longer than a buffer comes in pieces. */
    private interface Adder {
        void add(Lane lane, int channel, int width, int rows);
    }

    private final int channels;
    private final Place mean;
    private final double[][] firsts;
    private final double[][] seconds;
    private final Adder values = this::addValues;
    private final Adder squares = this::addSquares;
    private final Adder products = this::addProducts;

    /**
     * Sums of nothing yet.
     *
     * @param mean what {@link #ofProducts} takes distances from; only needed there
     */
    public ChannelSums(int lanes, int channels, Place mean) {
        this.channels = channels;
        this.mean = mean;
        this.firsts = new double[lanes][channels];
        this.seconds = new double[lanes][channels];
    }

    /** First sums: of this lane's rows. */
    public void ofValues(Lane lane, Place in) {
        Arrays.fill(firsts[lane.index()], 0);
        each(lane, in, null, values);
    }

    /** Second sums: squared distances from the first, which are means by now. */
    public void ofSquares(Lane lane, Place in) {
        Arrays.fill(seconds[lane.index()], 0);
        each(lane, in, null, squares);
    }

    /** First sums of y, second of y · (x − mean). */
    public void ofProducts(Lane lane, Place x, Place y) {
        Arrays.fill(firsts[lane.index()], 0);
        Arrays.fill(seconds[lane.index()], 0);
        each(lane, x, y, products);
    }

    private void addValues(Lane lane, int channel, int width, int rows) {
        double[] sums = firsts[lane.index()];
        float[] x = lane.floats(0);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                sums[channel + c] += x[r * width + c];
            }
        }
    }

    private void addSquares(Lane lane, int channel, int width, int rows) {
        double[] means = firsts[0];
        double[] sums = seconds[lane.index()];
        float[] x = lane.floats(0);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                double distance = x[r * width + c] - means[channel + c];
                sums[channel + c] += distance * distance;
            }
        }
    }

    private void addProducts(Lane lane, int channel, int width, int rows) {
        double[] sums = firsts[lane.index()];
        double[] weighted = seconds[lane.index()];
        float[] x = lane.floats(0);
        float[] y = lane.floats(1);
        float[] means = lane.floats(2);
        mean.load(channel, means, width);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                double value = y[r * width + c];
                sums[channel + c] += value;
                weighted[channel + c] += value * (x[r * width + c] - (double) means[c]);
            }
        }
    }

    private void each(Lane lane, Place first, Place second, Adder adder) {
        int rows = first.elements() / channels;
        int end = lane.to(rows);
        int width = Math.min(channels, Lane.BLOCK);
        int step = Lane.BLOCK / width;
        for (int row = lane.from(rows); row < end; row += step) {
            int count = Math.min(step, end - row);
            for (int c = 0; c < channels; c += width) {
                int part = Math.min(width, channels - c);
                first.load(row * channels + c, lane.floats(0), count * part);
                if (second != null) {
                    second.load(row * channels + c, lane.floats(1), count * part);
                }
                adder.add(lane, c, part, count);
            }
        }
    }

    /** Adds the lanes' first sums up and divides them. */
    public void finish(double divisor) {
        finish(firsts, divisor);
    }

    /** The same for the second sums. */
    public void finishSecond(double divisor) {
        finish(seconds, divisor);
    }

    private void finish(double[][] sums, double divisor) {
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (double[] lane : sums) {
                sum += lane[c];
            }
            sums[0][c] = sum / divisor;
        }
    }

    /** The finished first sum of channel c. */
    public double first(int c) {
        return firsts[0][c];
    }

    /** The finished second sum of channel c. */
    public double second(int c) {
        return seconds[0][c];
    }
}
