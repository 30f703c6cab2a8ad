package dev.hourglass.data;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Rows for one step, and how much each counts. Belongs to its {@link Batcher}, which writes it anew two
 * batches later: valid until {@link Batcher#next} is called again.
 */
public final class Batch {
    private static final int ALIGNMENT = 64;

    private final MemorySegment values;
    private final MemorySegment weights;
    private final MemorySegment numbers;
    private final int[] rows;
    private final float[] scratch;
    private int epoch;
    private int number;
    private int real;

    /** @param elements of a row; 0 where only numbers and weights are wanted */
    Batch(Arena arena, int rows, int elements) {
        this.values = arena.allocate(4L * rows * elements, ALIGNMENT);
        this.numbers = arena.allocate(4L * rows, ALIGNMENT);
        this.weights = arena.allocate(4L * rows, ALIGNMENT);
        this.rows = new int[rows];
        this.scratch = new float[elements];
    }

    /** {@code order} gives the row of each place in the epoch; null where that is the place itself. */
    void fill(Dataset data, int[] order, int epoch, int number) {
        int first = number * rows.length;
        real = Math.min(rows.length, data.size() - first);
        for (int i = 0; i < rows.length; i++) {
            int place = first + i % real;
            rows[i] = order == null ? place : order[place];
            numbers.setAtIndex(ValueLayout.JAVA_INT, i, rows[i]);
            if (scratch.length > 0) {
                data.read(rows[i], epoch, scratch, 0);
                MemorySegment.copy(scratch, 0, values, ValueLayout.JAVA_FLOAT, 4L * i * scratch.length,
                        scratch.length);
            }
            weights.setAtIndex(ValueLayout.JAVA_FLOAT, i, i < real ? data.weight(rows[i]) : 0);
        }
        this.epoch = epoch;
        this.number = number;
    }

    /** The rows' values as floats, one row after the other; off the heap. Empty in batches of numbers. */
    public MemorySegment values() {
        return values;
    }

    /** Which row of the data set each row is, as 32-bit integers; off the heap. */
    public MemorySegment numbers() {
        return numbers;
    }

    /** One float for each row: its weight, or 0 where the row only fills up the last batch of an epoch. */
    public MemorySegment weights() {
        return weights;
    }

    /** Rows that count; those after them repeat them with weight 0. */
    public int real() {
        return real;
    }

    /** Which row of the data set row {@code index} of the batch is. */
    public int row(int index) {
        return rows[index];
    }

    /** Epoch and number of this batch. */
    public BatchPosition position() {
        return new BatchPosition(epoch, number);
    }
}
