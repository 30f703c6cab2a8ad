package dev.hourglass.bench;

/** Told what is going on; a run takes minutes. */
@FunctionalInterface
public interface BenchProgress {

    /** A line for the person who waits. */
    void say(String line);

    /**
     * How far work has come that has many small pieces.
     *
     * @param piece that begins now; empty when all are done
     * @param done  how many pieces are behind
     * @param all   how many there are
     */
    default void at(String piece, int done, int all) {
    }
}
