package dev.hourglass.integration.speed;

/** A system that trains the denoiser, one step at a time. */
interface Contestant extends AutoCloseable {

    String name();

    /**
     * One whole training step on the next batch: forward, loss, backward, optimizer. Returns when it is done.
     */
    void step();

    /** The loss of the last step, before its update. */
    double loss();

    @Override
    void close();
}
