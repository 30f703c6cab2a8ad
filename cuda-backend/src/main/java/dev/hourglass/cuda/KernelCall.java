package dev.hourglass.cuda;

import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The arguments of a kernel, in the order of its parameters. They lie as the driver wants them: a table of
 * addresses, and behind it the values.
 */
final class KernelCall {
    static final int BLOCK = 256;
    private static final int BLOCKS_PER_MULTIPROCESSOR = 8;
    private static final int STRUCTURE = 64;
    /** HG_SLICE of hourglass.cu. */
    private static final int SLICE = 32;

    private final Binding binding;
    private final Kernel kernel;
    private final MemorySegment memory;
    private final int count;
    private int index;
    private long place;

    KernelCall(Binding binding, Kernel kernel) {
        this.binding = binding;
        this.kernel = kernel;
        this.count = kernel.parameters().length();
        long structures = kernel.parameters().chars().filter(type -> type == 's').count();
        this.place = (long) count * Long.BYTES;
        this.memory = binding.arena().allocate(place + (long) count * Long.BYTES + structures * STRUCTURE,
                Long.BYTES);
    }

    private long next(char type, long bytes) {
        if (index >= count || kernel.parameters().charAt(index) != type) {
            throw new IllegalStateException("argument " + index + " of " + kernel.symbol() + "("
                    + kernel.parameters() + ") was given as " + type);
        }
        memory.setAtIndex(ValueLayout.JAVA_LONG, index++, memory.address() + place);
        long at = place;
        place += bytes;
        return at;
    }

    KernelCall address(long value) {
        memory.set(ValueLayout.JAVA_LONG, next('p', Long.BYTES), value);
        return this;
    }

    KernelCall slot(Slot slot) {
        return address(binding.at(slot));
    }

    /** Scratch memory, from an offset on. */
    KernelCall scratch(long offset, long bytes) {
        long at = next('p', Long.BYTES);
        binding.scratch().need(offset + bytes,
                address -> memory.set(ValueLayout.JAVA_LONG, at, address + offset));
        return this;
    }

    KernelCall integer(int value) {
        memory.set(ValueLayout.JAVA_INT, next('i', Long.BYTES), value);
        return this;
    }

    KernelCall write(Write write) {
        return integer(write == Write.ADD ? 1 : 0);
    }

    KernelCall real(float value) {
        memory.set(ValueLayout.JAVA_FLOAT, next('f', Long.BYTES), value);
        return this;
    }

    KernelCall structure(int... values) {
        if (values.length * Integer.BYTES > STRUCTURE) {
            throw new IllegalArgumentException(values.length + " integers do not fit into a structure");
        }
        MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_INT, next('s', STRUCTURE), values.length);
        return this;
    }

    /** One thread per element, each taking several where there are many. */
    void each(int elements) {
        int most = binding.device().gpu().multiprocessors() * BLOCKS_PER_MULTIPROCESSOR;
        grid(Math.clamp((elements + (long) BLOCK - 1) / BLOCK, 1, most), 1, BLOCK);
    }

    /** For kernels that add up what blocks before them left, of so many elements. */
    void slices(int elements) {
        blocks((elements + SLICE - 1) / SLICE);
    }

    void blocks(int blocks) {
        grid(blocks, 1, BLOCK);
    }

    void grid(int x, int y, int block) {
        if (index != count) {
            throw new IllegalStateException(kernel.symbol() + " was given " + index + " of " + count
                    + " arguments");
        }
        binding.add(new Launch(kernel, binding.device().kernels().function(kernel), x, y, block,
                binding.device().stream(), new NativePointer(memory.address())));
    }
}
