package dev.hourglass.bench;

import java.util.OptionalLong;

/** A system at work on one model. Its batches are prepared beforehand. For one thread. */
public interface Contestant extends AutoCloseable {

    /**
     * The system and the form it works in, with its version, such as {@code libtorch 2.10.0, channels-last}.
     */
    String name();

    /** A whole training step on the next batch. Returns its loss before the update, when the step is done. */
    double train();

    /** Sends the next batch through the model, and returns when the result can be read. */
    void infer();

    /** The first image of the last result: (h, w, c), channels last. */
    float[] output();

    /** Bytes the system planned to take, where it plans. */
    default OptionalLong planned() {
        return OptionalLong.empty();
    }

    /**
     * Floating point operations of a step or inference, where the system counts them; a multiply-add is two.
     */
    default OptionalLong flops() {
        return OptionalLong.empty();
    }

    @Override
    void close();
}
