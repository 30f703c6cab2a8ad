package dev.hourglass.loops;

import java.lang.foreign.MemorySegment;

/**
 * One thread of a backend, with buffers on the Java heap. Loops run over these buffers because the compiler
 * vectorises loops over arrays, but not over native memory, of which it cannot know whether two places
 * overlap; a block and its results stay in the first-level cache meanwhile.
 */
public final class Lane {
    /** Floats in a buffer. */
    public static final int BLOCK = 2048;
    private static final int BUFFERS = 6;

    private final int index;
    private final int count;
    private final float[][] floats = new float[BUFFERS][BLOCK];
    private final int[][] ints = new int[BUFFERS][BLOCK];
    private final MemorySegment[] floatBytes = new MemorySegment[BUFFERS];
    private final MemorySegment[] intBytes = new MemorySegment[BUFFERS];

    /** Lane {@code index} of {@code count}. */
    public Lane(int index, int count) {
        this.index = index;
        this.count = count;
        for (int i = 0; i < BUFFERS; i++) {
            floatBytes[i] = MemorySegment.ofArray(floats[i]);
            intBytes[i] = MemorySegment.ofArray(ints[i]);
        }
    }

    /** Its number, from 0. */
    public int index() {
        return index;
    }

    /** Buffer i for floats. */
    public float[] floats(int i) {
        return floats[i];
    }

    /** Buffer i for integers, or for the bits of floats. */
    public int[] ints(int i) {
        return ints[i];
    }

    /**
     * Copies the bits in integer buffer {@code from} into float buffer {@code to}. A copy vectorises, a loop
     * over {@code Float.intBitsToFloat} does not.
     */
    public void bitsToFloats(int from, int to, int count) {
        MemorySegment.copy(intBytes[from], 0, floatBytes[to], 0, (long) count * Float.BYTES);
    }

    /** Where this lane's part of {@code total} things begins. */
    public int from(int total) {
        return from(index, count, total);
    }

    /** Where it ends. */
    public int to(int total) {
        return from(index + 1, count, total);
    }

    /** Where the part of lane {@code lane} of {@code lanes} begins. */
    public static int from(int lane, int lanes, int total) {
        return (int) ((long) total * lane / lanes);
    }
}
