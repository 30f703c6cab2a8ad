package dev.hourglass.onednn;

import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_stream;

/**
 * One thread of the backend, with buffers on the Java heap. Loops run over these buffers because the compiler
 * vectorises loops over arrays, but not over native memory, of which it cannot know whether two places
 * overlap; a block and its results stay in the first-level cache meanwhile.
 */
final class Lane {
    /** Floats in a buffer. */
    static final int BLOCK = 2048;
    private static final int BUFFERS = 6;

    private final int index;
    private final int count;
    private final dnnl_stream stream;
    private final float[][] floats = new float[BUFFERS][BLOCK];
    private final int[][] ints = new int[BUFFERS][BLOCK];
    private final MemorySegment[] floatBytes = new MemorySegment[BUFFERS];
    private final MemorySegment[] intBytes = new MemorySegment[BUFFERS];

    Lane(int index, int count, dnnl_stream stream) {
        this.index = index;
        this.count = count;
        this.stream = stream;
        for (int i = 0; i < BUFFERS; i++) {
            floatBytes[i] = MemorySegment.ofArray(floats[i]);
            intBytes[i] = MemorySegment.ofArray(ints[i]);
        }
    }

    int index() {
        return index;
    }

    /** Where oneDNN's primitives of this lane run. */
    dnnl_stream stream() {
        return stream;
    }

    /** Buffer i for floats. */
    float[] floats(int i) {
        return floats[i];
    }

    /** Buffer i for integers, or for the bits of floats. */
    int[] ints(int i) {
        return ints[i];
    }

    /**
     * Copies the bits in integer buffer {@code from} into float buffer {@code to}. A copy vectorises, a loop
     * over {@code Float.intBitsToFloat} does not.
     */
    void bitsToFloats(int from, int to, int count) {
        MemorySegment.copy(intBytes[from], 0, floatBytes[to], 0, (long) count * Float.BYTES);
    }

    /** Where this lane's part of {@code total} things begins. */
    int from(int total) {
        return from(index, count, total);
    }

    /** Where it ends. */
    int to(int total) {
        return from(index + 1, count, total);
    }

    static int from(int lane, int lanes, int total) {
        return (int) ((long) total * lane / lanes);
    }
}
