package dev.hourglass.reference;

/**
 * An op bound to its memory, as pieces that do not depend on each other: they may run in any order, or at
 * once on several threads, and give the same bits.
 *
 * @param pieces how many
 * @param work   operations of one run, to decide whether threads are worth waking
 * @param body   runs a range of pieces
 */
record Kernel(int pieces, long work, Body body) {

    /** Runs the pieces from (inclusive) to (exclusive). */
    interface Body {
        void run(int from, int to);
    }

    /** A kernel that one thread runs as a whole. */
    static Kernel whole(Runnable body) {
        return new Kernel(1, 0, (from, to) -> body.run());
    }

    /** A kernel with a few operations per element, whose pieces are runs of equally many elements. */
    static Kernel each(int pieces, int elements, Body body) {
        return new Kernel(pieces, 4L * pieces * elements, body);
    }
}
