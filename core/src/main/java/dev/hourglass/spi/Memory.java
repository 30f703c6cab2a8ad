package dev.hourglass.spi;

import dev.hourglass.plan.Slot;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

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

    /**
     * A place for rows of which batches are then taken into a slot. Empty where that would save nothing, as
     * on a CPU, or where there is no room.
     *
     * @param slot (n, ...), F32: whose rows it will be
     * @param rows how many there are in all
     */
    default Optional<RowStore> store(Slot slot, int rows) {
        return Optional.empty();
    }

    @Override
    void close();
}
