package dev.hourglass.reference;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * One array for the whole plan: the element at byte offset b is number b / 4, so slots that share memory in
 * the plan share it here. Each element is a double, which holds every float and every 32-bit integer exactly.
 */
public final class ReferenceMemory implements Memory {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int ELEMENT = DType.F32.bytes();

    private final MemoryPlan plan;
    private final Precision precision;
    private final double[] elements;

    ReferenceMemory(MemoryPlan plan, Precision precision) {
        this.plan = plan;
        this.precision = precision;
        this.elements = elements(plan.bytes());
    }

    private static double[] elements(long bytes) {
        long count = (bytes + ELEMENT - 1) / ELEMENT;
        try {
            if (count <= Integer.MAX_VALUE - 8) {
                return new double[(int) count];
            }
        } catch (OutOfMemoryError e) {
            // Reported below, like a plan that no array can hold.
        }
        throw new BackendException("reference: the program needs " + megabytes(bytes)
                + " and twice that of Java's heap; there is room for " + megabytes(largest())
                + ". Use a smaller batch or start Java with a larger -Xmx.");
    }

    private static String megabytes(long bytes) {
        return bytes / 1_000_000 + " MB";
    }

    /** Bytes of the largest plan that can be allocated now. */
    static long largest() {
        Runtime runtime = Runtime.getRuntime();
        return largest(runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()));
    }

    /** Bytes of the largest plan that can be allocated in so much of Java's heap. */
    static long largest(long heap) {
        return Math.min(heap / 2, (long) ELEMENT * (Integer.MAX_VALUE - 8));
    }

    /** The elements of a slot, for a kernel. */
    Place at(Slot slot) {
        return new Place(elements, start(slot), slot, precision);
    }

    private int start(Slot slot) {
        long offset = plan.offset(slot);
        if (offset % ELEMENT != 0 || offset + slot.bytes() > plan.bytes()) {
            throw new BackendException(
                    "reference: slot " + slot + " at byte " + offset + " does not fit into "
                            + plan.bytes() + " bytes of elements of " + ELEMENT + " bytes");
        }
        return (int) (offset / ELEMENT);
    }

    @Override
    public void write(Slot slot, MemorySegment values) {
        check(slot, values.byteSize());
        int start = start(slot);
        int count = slot.elements();
        switch (slot.dtype()) {
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    elements[start + i] = values.getAtIndex(FLOAT, i);
                }
            }
            case I32 -> {
                for (int i = 0; i < count; i++) {
                    elements[start + i] = values.getAtIndex(INT, i);
                }
            }
        }
    }

    @Override
    public void read(Slot slot, MemorySegment values) {
        check(slot, values.byteSize());
        int start = start(slot);
        int count = slot.elements();
        switch (slot.dtype()) {
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    values.setAtIndex(FLOAT, i, (float) elements[start + i]);
                }
            }
            case I32 -> {
                for (int i = 0; i < count; i++) {
                    values.setAtIndex(INT, i, (int) elements[start + i]);
                }
            }
        }
    }

    /** Copies values into a slot without rounding them. */
    public void write(Slot slot, double[] values) {
        check(slot, (long) values.length * ELEMENT);
        System.arraycopy(values, 0, elements, start(slot), values.length);
    }

    /** The values of a slot, not rounded. */
    public double[] read(Slot slot) {
        int start = start(slot);
        return Arrays.copyOfRange(elements, start, start + slot.elements());
    }

    private static void check(Slot slot, long bytes) {
        if (bytes != slot.bytes()) {
            throw new IllegalArgumentException(
                    "slot " + slot + " holds " + slot.bytes() + " bytes, found " + bytes);
        }
    }

    @Override
    public void close() {
        // The garbage collector takes the array.
    }
}
