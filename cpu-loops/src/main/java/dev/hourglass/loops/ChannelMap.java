package dev.hourglass.loops;

import dev.hourglass.plan.Write;

/** One linear map per channel, set by one lane and applied by any. */
public final class ChannelMap {
    private final int channels;
    private final float[] mean;
    private final float[] factor;
    private final float[] offset;
    private final float[] slope;

    /** A map of nothing yet; {@link #set} sets it, and {@link #setSlope} for gradients. */
    public ChannelMap(int channels) {
        this.channels = channels;
        mean = new float[channels];
        factor = new float[channels];
        offset = new float[channels];
        slope = new float[channels];
    }

    /** The map of channel c: scale · (x − centre) + shift. */
    public void set(int c, double centre, double scale, double shift) {
        mean[c] = (float) centre;
        factor[c] = (float) scale;
        offset[c] = (float) shift;
    }

    /** What {@link #applyGradient} multiplies distances from the mean with, in channel c. */
    public void setSlope(int c, double value) {
        slope[c] = (float) value;
    }

    /** out = factor · (in − mean) + offset, over this lane's part. */
    public void apply(Lane lane, Place in, Place out) {
        int rows = in.elements() / channels;
        apply(lane, in, out, lane.from(rows), lane.to(rows));
    }

    /** The same over all of it. */
    public void applyAll(Lane lane, Place in, Place out) {
        apply(lane, in, out, 0, in.elements() / channels);
    }

    private void apply(Lane lane, Place in, Place out, int begin, int end) {
        float[] x = lane.floats(0);
        int width = Math.min(channels, Lane.BLOCK);
        int step = Lane.BLOCK / width;
        for (int row = begin; row < end; row += step) {
            int count = Math.min(step, end - row);
            for (int c0 = 0; c0 < channels; c0 += width) {
                int part = Math.min(width, channels - c0);
                int at = row * channels + c0;
                in.load(at, x, count * part);
                for (int r = 0; r < count; r++) {
                    for (int c = 0; c < part; c++) {
                        x[r * part + c] = factor[c0 + c] * (x[r * part + c] - mean[c0 + c]) + offset[c0 + c];
                    }
                }
                out.store(at, x, count * part);
            }
        }
    }

    /** out = (or +=) factor · y + slope · (x − mean) + offset, over this lane's part. */
    public void applyGradient(Lane lane, Place x, Place y, Place out, Write write) {
        float[] xs = lane.floats(0);
        float[] ys = lane.floats(1);
        float[] old = lane.floats(2);
        int width = Math.min(channels, Lane.BLOCK);
        int step = Lane.BLOCK / width;
        int rows = x.elements() / channels;
        int end = lane.to(rows);
        for (int row = lane.from(rows); row < end; row += step) {
            int count = Math.min(step, end - row);
            for (int c0 = 0; c0 < channels; c0 += width) {
                int part = Math.min(width, channels - c0);
                int at = row * channels + c0;
                x.load(at, xs, count * part);
                y.load(at, ys, count * part);
                for (int r = 0; r < count; r++) {
                    for (int c = 0; c < part; c++) {
                        int i = r * part + c;
                        xs[i] = factor[c0 + c] * ys[i] + slope[c0 + c] * (xs[i] - mean[c0 + c])
                                + offset[c0 + c];
                    }
                }
                if (write == Write.ADD) {
                    out.load(at, old, count * part);
                    Elementwise.add(xs, old, count * part);
                }
                out.store(at, xs, count * part);
            }
        }
    }
}
