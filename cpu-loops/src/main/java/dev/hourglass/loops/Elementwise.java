package dev.hourglass.loops;

import dev.hourglass.plan.Write;

/**
 * out = body(inputs), block by block: inputs are copied into the lane's float buffers 0, 1, …, the body
 * leaves its result in buffer 0, and that is copied out. Buffer 4 holds the old values when the result is
 * added; the body may use the others.
 */
public final class Elementwise {

    /** Works on the first {@code count} elements of the lane's buffers. */
    public interface Body {
        /** Reads the inputs from buffers 0, 1, … and leaves the result in buffer 0. */
        void apply(Lane lane, int count);
    }

    private static final int OLD = 4;

    private final Place out;
    private final Write write;
    private final Body body;
    private final Place[] inputs;

    private Elementwise(Place out, Write write, Body body, Place... inputs) {
        this.out = out;
        this.write = write;
        this.body = body;
        this.inputs = inputs;
    }

    /** Every lane does its part. */
    public static Kernel shared(Place out, Write write, Body body, Place... inputs) {
        return new Elementwise(out, write, body, inputs)::runPart;
    }

    /** The lane that runs it does all of it. */
    public static Kernel whole(Place out, Write write, Body body, Place... inputs) {
        return new Elementwise(out, write, body, inputs)::runAll;
    }

    /** out += more; the lane that runs it does all of it. */
    public static Kernel sum(Place out, Place more) {
        return whole(out, Write.ADD, (lane, count) -> {
        }, more);
    }

    private void runPart(Lane lane) {
        run(lane, lane.from(out.elements()), lane.to(out.elements()));
    }

    private void runAll(Lane lane) {
        run(lane, 0, out.elements());
    }

    private void run(Lane lane, int begin, int end) {
        for (int at = begin; at < end; at += Lane.BLOCK) {
            int count = Math.min(Lane.BLOCK, end - at);
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
    public static void add(float[] sum, float[] more, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += more[i];
        }
    }
}
