package dev.hourglass.spi;

/** A compiled list of ops. */
public interface Replay extends AutoCloseable {

    /** Runs the ops in order, or enqueues them. Allocates nothing. */
    void run();

    @Override
    void close();
}
