package dev.hourglass.onednn;

import dev.hourglass.plan.Write;

/**
 * out = body(inputs), block by block: inputs are copied into the lane's float buffers 0, 1, …, the body
 * leaves its result in buffer 0, and that is copied out. Buffer 4 holds the old values when the result is
 * added; the body may use the others.
 */
final class Elementwise implements Kernel {

    /** Works on the first {@code count} elements of the lane's buffers. */
    interface Body {
        void apply(Lane lane, int count);
    }

    private static final int OLD = 4;

    private final Place out;
    private final Write write;
    private final Body body;
    private final Place[] inputs;

    Elementwise(Place out, Write write, Body body, Place... inputs) {
        this.out = out;
        this.write = write;
        this.body = body;
        this.inputs = inputs;
    }

    /** out += more. */
    static Elementwise sum(Place out, Place more) {
        return new Elementwise(out, Write.ADD, (lane, count) -> {
        }, more);
    }

    @Override
    public void run(Lane lane) {
        for (int at = 0; at < out.elements(); at += Lane.BLOCK) {
            int count = Math.min(Lane.BLOCK, out.elements() - at);
            for (int i = 0; i < inputs.length; i++) {
                inputs[i].load(at, lane.floats(i), count);
            }
            body.apply(lane, count);
            float[] result = lane.floats(0);
            if (write == Write.ADD) {
                float[] old = lane.floats(OLD);
                out.load(at, old, count);
                add(result, old, count);
            }
            out.store(at, result, count);
        }
    }

    /** sum[i] += more[i]. */
    static void add(float[] sum, float[] more, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += more[i];
        }
    }
}
