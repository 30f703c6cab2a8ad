package dev.hourglass.spi;

import java.lang.foreign.MemorySegment;

/**
 * Rows of data that lie where a backend computes, so that a batch is chosen there and need not be brought.
 * For the thread of its session, and closed before it.
 */
public interface RowStore extends AutoCloseable {

    /**
     * Copies rows into the store.
     *
     * @param first  number of the first of them
     * @param values the rows one after the other, as floats in the machine's byte order
     */
    void write(int first, MemorySegment values);

    /**
     * Enqueues: the rows of the slot become those with these numbers.
     *
     * @param numbers one 32-bit integer for each row of the slot
     */
    void take(MemorySegment numbers);

    @Override
    void close();
}
