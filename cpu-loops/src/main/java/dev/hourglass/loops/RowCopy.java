package dev.hourglass.loops;

import dev.hourglass.plan.Write;
import java.lang.foreign.MemorySegment;

/** Copies or adds runs of floats from one place to another. */
public final class RowCopy {
    private final Place source;
    private final Place destination;
    private final Write write;

    /** Copies, or adds when {@code write} says so. */
    public RowCopy(Place source, Place destination, Write write) {
        this.source = source;
        this.destination = destination;
        this.write = write;
    }

    /** destination[to + i] = or += source[from + i] for i below count. */
    public void run(Lane lane, int from, int to, int count) {
        if (write == Write.SET) {
            MemorySegment.copy(source.memory(), Float.BYTES * (long) from, destination.memory(),
                    Float.BYTES * (long) to, Float.BYTES * (long) count);
            return;
        }
        for (int done = 0; done < count; done += Lane.BLOCK) {
            int part = Math.min(Lane.BLOCK, count - done);
            source.load(from + done, lane.floats(1), part);
            destination.load(to + done, lane.floats(0), part);
            Elementwise.add(lane.floats(0), lane.floats(1), part);
            destination.store(to + done, lane.floats(0), part);
        }
    }
}
