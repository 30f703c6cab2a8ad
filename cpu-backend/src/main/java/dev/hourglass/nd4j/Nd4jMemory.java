package dev.hourglass.nd4j;

import dev.hourglass.loops.NativeBlock;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One native block; slots are places in it. */
final class Nd4jMemory implements Memory {
    private final MemoryPlan plan;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment block;

    Nd4jMemory(MemoryPlan plan) {
        this.plan = plan;
        this.block = NativeBlock.allocate(arena, plan.bytes());
    }

    /** Where a slot lies. */
    Place place(Slot slot) {
        long offset = plan.offset(slot);
        return new Place(block.asSlice(offset, slot.bytes()), block.address() + offset, slot.elements());
    }

    @Override
    public void write(Slot slot, MemorySegment values) {
        MemorySegment.copy(values, 0, block, plan.offset(slot), slot.bytes());
    }

    @Override
    public void read(Slot slot, MemorySegment values) {
        MemorySegment.copy(block, plan.offset(slot), values, 0, slot.bytes());
    }

    @Override
    public void close() {
        arena.close();
    }
}
