package dev.hourglass.loops;

import dev.hourglass.plan.Write;

/** One linear map per channel, set by one lane and applied by any. */
public final class ChannelMap {
    private final Pixels pixels;
    private final float[][] means;
    private final float[][] factors;
    private final float[][] offsets;
    private final float[][] slopes;

    /** A map of nothing yet; {@link #set} sets it, and {@link #setSlope} for gradients. */
    public ChannelMap(int channels) {
        pixels = new Pixels(channels);
        means = pixels.floats();
        factors = pixels.floats();
        offsets = pixels.floats();
        slopes = pixels.floats();
    }

    /** The map of channel c: scale · (x − centre) + shift. */
    public void set(int c, double centre, double scale, double shift) {
        pixels.set(means, c, centre);
        pixels.set(factors, c, scale);
        pixels.set(offsets, c, shift);
    }

    /** What {@link #applyGradient} multiplies distances from the mean with, in channel c. */
    public void setSlope(int c, double value) {
        pixels.set(slopes, c, value);
    }

    /** out = factor · (in − mean) + offset, over this lane's part. */
    public void apply(Lane lane, Place in, Place out) {
        int rows = in.elements() / pixels.channels();
        apply(lane, in, out, lane.from(rows), lane.to(rows));
    }

    /** The same over all of it. */
    public void applyAll(Lane lane, Place in, Place out) {
        apply(lane, in, out, 0, in.elements() / pixels.channels());
    }

    private void apply(Lane lane, Place in, Place out, int begin, int end) {
        float[] x = lane.floats(0);
        for (int row = begin; row < end; row += pixels.atOnce()) {
            int taken = Math.min(pixels.atOnce(), end - row);
            for (int part = 0; part < pixels.parts(); part++) {
                int at = row * pixels.channels() + pixels.channel(part);
                int count = pixels.values(part, taken);
                in.load(at, x, count);
                map(x, part, count);
                out.store(at, x, count);
            }
        }
    }

    private void map(float[] x, int part, int count) {
        float[] mean = means[part];
        float[] factor = factors[part];
        float[] offset = offsets[part];
        for (int i = 0; i < count; i++) {
            x[i] = factor[i] * (x[i] - mean[i]) + offset[i];
        }
    }

    /** out = (or +=) factor · y + slope · (x − mean) + offset, over this lane's part. */
    public void applyGradient(Lane lane, Place x, Place y, Place out, Write write) {
        float[] xs = lane.floats(0);
        float[] ys = lane.floats(1);
        float[] old = lane.floats(2);
        int rows = x.elements() / pixels.channels();
        int end = lane.to(rows);
        for (int row = lane.from(rows); row < end; row += pixels.atOnce()) {
            int taken = Math.min(pixels.atOnce(), end - row);
            for (int part = 0; part < pixels.parts(); part++) {
                int at = row * pixels.channels() + pixels.channel(part);
                int count = pixels.values(part, taken);
                x.load(at, xs, count);
                y.load(at, ys, count);
                mapGradient(xs, ys, part, count);
                if (write == Write.ADD) {
                    out.load(at, old, count);
                    Elementwise.add(xs, old, count);
                }
                out.store(at, xs, count);
            }
        }
    }

    private void mapGradient(float[] x, float[] y, int part, int count) {
        float[] mean = means[part];
        float[] factor = factors[part];
        float[] offset = offsets[part];
        float[] slope = slopes[part];
        for (int i = 0; i < count; i++) {
            x[i] = factor[i] * y[i] + slope[i] * (x[i] - mean[i]) + offset[i];
        }
    }
}
