package dev.hourglass.bench;

/** Told what is going on; a run takes minutes. */
@FunctionalInterface
public interface BenchProgress {

    /** A line for the person who waits. */
    void say(String line);
}
