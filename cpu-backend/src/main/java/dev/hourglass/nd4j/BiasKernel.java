package dev.hourglass.nd4j;

import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Elementwise.Body;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;

/** out[r, c] = f(in[r, c] + bias[c]). */
final class BiasKernel implements Kernel {
    private final Place in;
    private final Place bias;
    private final Place out;
    private final Body function;

    BiasKernel(Place in, Place bias, Place out) {
        this(in, bias, out, (lane, count) -> {
        });
    }

    BiasKernel(Place in, Place bias, Place out, Body function) {
        this.in = in;
        this.bias = bias;
        this.out = out;
        this.function = function;
    }

    @Override
    public void run(Lane lane) {
        int channels = bias.elements();
        int rows = in.elements() / channels;
        if (channels > Lane.BLOCK) {
            for (int row = lane.from(rows); row < lane.to(rows); row++) {
                for (int c = 0; c < channels; c += Lane.BLOCK) {
                    int count = Math.min(Lane.BLOCK, channels - c);
                    bias.load(c, lane.floats(3), count);
                    block(lane, row * channels + c, count);
                }
            }
            return;
        }
        int step = Lane.BLOCK / channels;
        repeat(lane, channels, step);
        int end = lane.to(rows);
        for (int row = lane.from(rows); row < end; row += step) {
            block(lane, row * channels, Math.min(step, end - row) * channels);
        }
    }

    /** Fills buffer 3 with copies of the bias. */
    private void repeat(Lane lane, int channels, int times) {
        float[] repeated = lane.floats(3);
        bias.load(0, repeated, channels);
        for (int i = 1; i < times; i++) {
            System.arraycopy(repeated, 0, repeated, i * channels, channels);
        }
    }

    private void block(Lane lane, int at, int count) {
        in.load(at, lane.floats(0), count);
        Elementwise.add(lane.floats(0), lane.floats(3), count);
        function.apply(lane, count);
        out.store(at, lane.floats(0), count);
    }
}
