package dev.hourglass.loops;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Where something lies in native memory.
 *
 * @param memory   exactly its bytes
 * @param address  where they begin
 * @param elements how many 4-byte elements they are
 */
public record Place(MemorySegment memory, long address, int elements) {
    /** Address of an element. */
    public long at(long element) {
        return address + Float.BYTES * element;
    }

    /** Copies count elements from here into the start of an array. */
    public void load(long element, float[] to, int count) {
        MemorySegment.copy(memory, JAVA_FLOAT, Float.BYTES * element, to, 0, count);
    }

    /** The same as integers. */
    public void load(long element, int[] to, int count) {
        MemorySegment.copy(memory, JAVA_INT, Integer.BYTES * element, to, 0, count);
    }

    /** Copies the first count elements of an array here. */
    public void store(long element, float[] from, int count) {
        MemorySegment.copy(from, 0, memory, JAVA_FLOAT, Float.BYTES * element, count);
    }

    /** The same as integers. */
    public void store(long element, int[] from, int count) {
        MemorySegment.copy(from, 0, memory, JAVA_INT, Integer.BYTES * element, count);
    }

    /** The float at an element. */
    public float get(long element) {
        return memory.getAtIndex(JAVA_FLOAT, element);
    }

    /** Sets the float at an element. */
    public void set(long element, float value) {
        memory.setAtIndex(JAVA_FLOAT, element, value);
    }

    /** The integer at an element. */
    public int getInt(long element) {
        return memory.getAtIndex(JAVA_INT, element);
    }

    /** Sets the integer at an element. */
    public void setInt(long element, int value) {
        memory.setAtIndex(JAVA_INT, element, value);
    }

    /** Part of this place. */
    public Place slice(long element, int count) {
        return new Place(memory.asSlice(Float.BYTES * element, Float.BYTES * (long) count), at(element),
                count);
    }

    /** Whether they share a byte. */
    public boolean overlaps(Place other) {
        return address < other.at(other.elements) && other.address < at(elements);
    }
}
