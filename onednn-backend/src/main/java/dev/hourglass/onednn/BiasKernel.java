package dev.hourglass.onednn;

import dev.hourglass.loops.Activations;
import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Elementwise.Body;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.Activation;

/** out[r, c] = f(in[r, c] + bias[c]). */
final class BiasKernel implements Kernel {
    /** The buffer of the bias; {@link Activations} use others. */
    private static final int BIAS = 3;

    private final Place in;
    private final Place bias;
    private final Place out;
    private final Body function;

    BiasKernel(Place in, Place bias, Place out, Activation function) {
        this.in = in;
        this.bias = bias;
        this.out = out;
        this.function = Activations.value(function);
    }

    @Override
    public void run(Lane lane) {
        int channels = bias.elements();
        if (channels > Lane.BLOCK) {
            for (int at = 0; at < in.elements(); at += channels) {
                for (int c = 0; c < channels; c += Lane.BLOCK) {
                    int count = Math.min(Lane.BLOCK, channels - c);
                    bias.load(c, lane.floats(BIAS), count);
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

    /** Fills the bias's buffer with copies of the bias. */
    private void repeat(Lane lane, int channels, int elements) {
        float[] repeated = lane.floats(BIAS);
        bias.load(0, repeated, channels);
        for (int at = channels; at < elements; at += channels) {
            System.arraycopy(repeated, 0, repeated, at, channels);
        }
    }

    private void block(Lane lane, int at, int count) {
        in.load(at, lane.floats(0), count);
        Elementwise.add(lane.floats(0), lane.floats(BIAS), count);
        function.apply(lane, count);
        out.store(at, lane.floats(0), count);
    }
}
