package dev.hourglass.testing;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Supplier;

/** A slot of a test case, the guarded span it lies in, and what it holds at first. */
final class CaseSlot {
    /** Not-a-number as a float, and a number nobody expects as an integer. */
    private static final int GUARD_BITS = 0x7FC00000;

    private final Slot slot;
    private final Slot operand;
    private final Slot cover;
    private final int start;
    private final Supplier<int[]> contents;
    private int[] bits;

    /** @param operand what the op works on; another slot where the values are copied there and back */
    CaseSlot(Slot slot, Slot operand, Slot cover, int start, Supplier<int[]> contents) {
        this.slot = slot;
        this.operand = operand;
        this.cover = cover;
        this.start = start;
        this.contents = contents;
    }

    Slot slot() {
        return slot;
    }

    Slot operand() {
        return operand;
    }

    boolean isCopied() {
        return !operand.equals(slot);
    }

    Slot cover() {
        return cover;
    }

    int start() {
        return start;
    }

    /** The bits of what it holds at first; made when they are asked for. */
    int[] bits() {
        if (bits == null) {
            bits = contents.get();
        }
        return bits;
    }

    boolean sharesPlaceWith(CaseSlot other) {
        return cover.equals(other.cover);
    }

    boolean isFloat() {
        return slot.dtype() == DType.F32;
    }

    /** Writes the contents and, around them, the guards. */
    void prepare(Memory memory) {
        int[] all = new int[cover.elements()];
        Arrays.fill(all, GUARD_BITS);
        memory.write(cover, MemorySegment.ofArray(all));
        memory.write(slot, MemorySegment.ofArray(bits()));
    }

    int[] read(Memory memory) {
        int[] now = new int[slot.elements()];
        memory.read(slot, MemorySegment.ofArray(now));
        return now;
    }

    /** Fails when anything around the slot has been written. */
    void checkGuards(Memory memory, String when) {
        int[] all = new int[cover.elements()];
        memory.read(cover, MemorySegment.ofArray(all));
        for (int i = 0; i < all.length; i++) {
            boolean inside = i >= start && i < start + slot.elements();
            boolean intact = isFloat() ? Float.isNaN(Float.intBitsToFloat(all[i])) : all[i] == GUARD_BITS;
            if (!inside && !intact) {
                throw new AssertionError(
                        "guard of " + slot + " at element " + (i - start) + " was overwritten "
                                + when + " by " + (isFloat() ? Float.intBitsToFloat(all[i]) : all[i]));
            }
        }
    }

    void checkUnchanged(Memory memory, String when) {
        int[] now = read(memory);
        int[] before = bits();
        for (int i = 0; i < now.length; i++) {
            if (now[i] != before[i]) {
                throw new AssertionError(
                        slot + " element " + i + " changed " + when + " from " + text(before[i])
                                + " to " + text(now[i]));
            }
        }
    }

    String text(int value) {
        return isFloat() ? String.valueOf(Float.intBitsToFloat(value)) : String.valueOf(value);
    }
}
