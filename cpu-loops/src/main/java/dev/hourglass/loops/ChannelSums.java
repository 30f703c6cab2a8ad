package dev.hourglass.loops;

import java.util.Arrays;

/** Two sums per channel of images whose last axis is the channels, in double, lane by lane. */
public final class ChannelSums {
    /** Adds values in the lane's buffers, a block of {@link Pixels}, to the lane's sums. */
    private interface Adder {
        void add(Lane lane, int part, int count);
    }

    private final Pixels pixels;
    private final Place mean;
    private final float[][][] means;
    private final double[][][] firsts;
    private final double[][][] seconds;
    private final double[][] first;
    private final double[][] second;
    private final Adder values = this::addValues;
    private final Adder squares = this::addSquares;
    private final Adder products = this::addProducts;

    /**
     * Sums of nothing yet.
     *
     * @param mean what {@link #ofProducts} takes distances from; only needed there
     */
    public ChannelSums(int lanes, int channels, Place mean) {
        this.pixels = new Pixels(channels);
        this.mean = mean;
        means = new float[lanes][][];
        firsts = new double[lanes][][];
        seconds = new double[lanes][][];
        for (int lane = 0; lane < lanes; lane++) {
            means[lane] = pixels.floats();
            firsts[lane] = pixels.doubles();
            seconds[lane] = pixels.doubles();
        }
        first = pixels.doubles();
        second = pixels.doubles();
    }

    /** First sums: of this lane's rows. */
    public void ofValues(Lane lane, Place in) {
        clear(firsts[lane.index()]);
        each(lane, in, null, values);
    }

    /** Second sums: squared distances from the first, which are means by now. */
    public void ofSquares(Lane lane, Place in) {
        clear(seconds[lane.index()]);
        each(lane, in, null, squares);
    }

    /** First sums of y, second of y · (x − mean). */
    public void ofProducts(Lane lane, Place x, Place y) {
        clear(firsts[lane.index()]);
        clear(seconds[lane.index()]);
        for (int c = 0; c < pixels.channels(); c++) {
            pixels.set(means[lane.index()], c, mean.get(c));
        }
        each(lane, x, y, products);
    }

    private static void clear(double[][] sums) {
        for (double[] part : sums) {
            Arrays.fill(part, 0);
        }
    }

    private void addValues(Lane lane, int part, int count) {
        double[] sums = firsts[lane.index()][part];
        float[] x = lane.floats(0);
        for (int i = 0; i < count; i++) {
            sums[i] += x[i];
        }
    }

    private void addSquares(Lane lane, int part, int count) {
        double[] centres = first[part];
        double[] sums = seconds[lane.index()][part];
        float[] x = lane.floats(0);
        for (int i = 0; i < count; i++) {
            double distance = x[i] - centres[i];
            sums[i] += distance * distance;
        }
    }

    private void addProducts(Lane lane, int part, int count) {
        float[] centres = means[lane.index()][part];
        double[] sums = firsts[lane.index()][part];
        double[] weighted = seconds[lane.index()][part];
        float[] x = lane.floats(0);
        float[] y = lane.floats(1);
        for (int i = 0; i < count; i++) {
            double value = y[i];
            sums[i] += value;
            weighted[i] += value * (x[i] - (double) centres[i]);
        }
    }

    private void each(Lane lane, Place x, Place y, Adder adder) {
        int rows = x.elements() / pixels.channels();
        int end = lane.to(rows);
        for (int row = lane.from(rows); row < end; row += pixels.atOnce()) {
            int taken = Math.min(pixels.atOnce(), end - row);
            for (int part = 0; part < pixels.parts(); part++) {
                int at = row * pixels.channels() + pixels.channel(part);
                int count = pixels.values(part, taken);
                x.load(at, lane.floats(0), count);
                if (y != null) {
                    y.load(at, lane.floats(1), count);
                }
                adder.add(lane, part, count);
            }
        }
    }

    /** Adds the lanes' first sums up and divides them. */
    public void finish(double divisor) {
        finish(firsts, divisor, first);
    }

    /** The same for the second sums. */
    public void finishSecond(double divisor) {
        finish(seconds, divisor, second);
    }

    private void finish(double[][][] sums, double divisor, double[][] finished) {
        for (int c = 0; c < pixels.channels(); c++) {
            double sum = 0;
            for (double[][] lane : sums) {
                sum += pixels.sum(lane, c);
            }
            pixels.set(finished, c, sum / divisor);
        }
    }

    /** The finished first sum of channel c. */
    public double first(int c) {
        return pixels.get(first, c);
    }

    /** The finished second sum of channel c. */
    public double second(int c) {
        return pixels.get(second, c);
    }
}
