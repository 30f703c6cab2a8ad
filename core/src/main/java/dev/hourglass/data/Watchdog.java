package dev.hourglass.data;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream that brings nothing for too long, which ends the read that waits for it. */
final class Watchdog implements AutoCloseable {
    private final InputStream watched;
    private final Duration patience;
    private final Thread thread;
    private volatile long lastFed = System.nanoTime();

    Watchdog(InputStream watched, Duration patience) {
        this.watched = watched;
        this.patience = patience;
        this.thread = Thread.ofVirtual().start(this::watch);
    }

    /** Something came. */
    void fed() {
        lastFed = System.nanoTime();
    }

    private void watch() {
        try {
            while (true) {
                long left = patience.toNanos() - (System.nanoTime() - lastFed);
                if (left <= 0) {
                    watched.close();
                    return;
                }
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException | IOException _) {
            // Interrupted: the transfer is over. A stream that fails to close has ended just the same.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
