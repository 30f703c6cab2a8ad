package dev.hourglass.spi;

import dev.hourglass.plan.Slot;
import java.lang.foreign.MemorySegment;

/**
 * The memory of a session, laid out by a {@link dev.hourglass.plan.MemoryPlan}. Reads and writes are ordered
 * with the replays of the same backend.
 */
public interface Memory extends AutoCloseable {

    /** Copies {@code slot.bytes()} bytes, in the machine's byte order, from values into the slot. */
    void write(Slot slot, MemorySegment values);

    /**
     * Copies {@code slot.bytes()} bytes from the slot into values, after everything enqueued before has run.
     */
    void read(Slot slot, MemorySegment values);

    @Override
    void close();
}
