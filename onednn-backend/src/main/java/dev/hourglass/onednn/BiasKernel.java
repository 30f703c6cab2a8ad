package dev.hourglass.onednn;

import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;

/** out[r, c] = in[r, c] + bias[c]. */
final class BiasKernel implements Kernel {
    private final Place in;
    private final Place bias;
    private final Place out;

    BiasKernel(Place in, Place bias, Place out) {
        this.in = in;
        this.bias = bias;
        this.out = out;
    }

    @Override
    public void run(Lane lane) {
        int channels = bias.elements();
        if (channels > Lane.BLOCK) {
            for (int at = 0; at < in.elements(); at += channels) {
                for (int c = 0; c < channels; c += Lane.BLOCK) {
                    int count = Math.min(Lane.BLOCK, channels - c);
                    bias.load(c, lane.floats(1), count);
                    block(lane, at + c, count);
                }
            }
            return;
        }
        int step = Lane.BLOCK / channels * channels;
        repeat(lane, channels, step);
        for (int at = 0; at < in.elements(); at += step) {
            block(lane, at, Math.min(step, in.elements() - at));
        }
    }

    /** Fills buffer 1 with copies of the bias. */
    private void repeat(Lane lane, int channels, int elements) {
        float[] repeated = lane.floats(1);
        bias.load(0, repeated, channels);
        for (int at = channels; at < elements; at += channels) {
            System.arraycopy(repeated, 0, repeated, at, channels);
        }
    }

    private void block(Lane lane, int at, int count) {
        in.load(at, lane.floats(0), count);
        Elementwise.add(lane.floats(0), lane.floats(1), count);
        out.store(at, lane.floats(0), count);
    }
}
