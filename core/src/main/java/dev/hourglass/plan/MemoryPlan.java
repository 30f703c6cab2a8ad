package dev.hourglass.plan;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where every slot of a program lies in one block of memory.
 *
 * @param bytes    size of the block
 * @param offsets  byte offset of each root slot, by its id; a multiple of {@link #ALIGNMENT}
 * @param unshared bytes the slots would take if no two of them shared memory
 * @param byRole   bytes of the block per role; activations count their shared arena
 */
public record MemoryPlan(long bytes, Map<Integer, Long> offsets, long unshared, Map<Role, Long> byRole) {

    /** Every root slot begins at a multiple of this many bytes. */
    public static final int ALIGNMENT = 256;

    public MemoryPlan {
        offsets = Map.copyOf(offsets);
        byRole = byRole.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(byRole));
    }

    /** Byte offset of a slot, root or view. */
    public long offset(Slot slot) {
        Long root = offsets.get(slot.root());
        if (root == null) {
            throw new PlanException("slot " + slot.name() + " has no place in this memory plan");
        }
        return root + (long) slot.offset() * slot.dtype().bytes();
    }

    static long align(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
