package dev.hourglass.testing;

import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Memory;
import java.lang.foreign.MemorySegment;

/** The contents of slots as arrays, for code that computes something wrong. */
final class Values {
    private final Memory memory;

    Values(Memory memory) {
        this.memory = memory;
    }

    float[] floats(Slot slot) {
        float[] values = new float[slot.elements()];
        memory.read(slot, MemorySegment.ofArray(values));
        return values;
    }

    int integer(Slot slot) {
        return bits(slot)[0];
    }

    /** The elements as they lie in memory, whatever their type. */
    int[] bits(Slot slot) {
        int[] values = new int[slot.elements()];
        memory.read(slot, MemorySegment.ofArray(values));
        return values;
    }

    void put(Slot slot, float... values) {
        memory.write(slot, MemorySegment.ofArray(values));
    }

    void put(Slot slot, int... values) {
        memory.write(slot, MemorySegment.ofArray(values));
    }

    /** Writes results the way an op does. */
    void put(Slot slot, float[] values, Write write) {
        if (write == Write.ADD) {
            float[] before = floats(slot);
            for (int i = 0; i < values.length; i++) {
                values[i] += before[i];
            }
        }
        put(slot, values);
    }
}
