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
    /** How many operands that may be narrow have been given, and which of them are. */
    private int mayBeNarrow;
    private int narrow;

    KernelCall(Binding binding, Kernel kernel) {
        this.binding = binding;
        this.kernel = kernel;
        this.count = kernel.parameters().length();
        long structures = kernel.parameters().chars().filter(type -> type == 's').count();
        this.place = (long) count * Long.BYTES;
        this.memory = binding.arena().allocate(place + (long) count * Long.BYTES + structures * STRUCTURE,
                Long.BYTES);
    }

    private boolean isNext(char type) {
        return index < count && kernel.parameters().charAt(index) == type;
    }

    private long next(char type, long bytes) {
        if (!isNext(type)) {
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
        if (isNext('n')) {
            return either(binding.at(slot), binding.isNarrow(slot));
        }
        if (binding.isNarrow(slot)) {
            throw new IllegalStateException(
                    slot + " is narrow, and argument " + index + " of " + kernel.symbol() + " may not be");
        }
        return address(binding.at(slot));
    }

    /** Wide values of no slot, where narrow ones could be. */
    KernelCall wide(long value) {
        return either(value, false);
    }

    private KernelCall either(long value, boolean isNarrow) {
        memory.set(ValueLayout.JAVA_LONG, next('n', Long.BYTES), value);
        return rounding(isNarrow);
    }

    /** Whether a value that the kernel does not store is to be rounded as if it did. */
    KernelCall rounding(boolean isNarrow) {
        narrow |= isNarrow ? 1 << mayBeNarrow : 0;
        mayBeNarrow++;
        return this;
    }

    /** Scratch memory, from an offset on. */
    KernelCall scratch(long offset, long bytes) {
        long at = next('p', Long.BYTES);
        binding.scratch().need(offset + bytes,
                address -> memory.set(ValueLayout.JAVA_LONG, at, address + offset));
        return this;
    }

    /** Narrow values in scratch memory, from an offset on. */
    KernelCall narrowScratch(long offset, long bytes) {
        long at = next('n', Long.BYTES);
        binding.scratch().need(offset + bytes,
                address -> memory.set(ValueLayout.JAVA_LONG, at, address + offset));
        return rounding(true);
    }

    /** Narrow values in scratch memory that is the routine's as long as it runs. */
    KernelCall narrowKept(long offset, long bytes) {
        long at = next('n', Long.BYTES);
        binding.scratch().keep(offset + bytes,
                address -> memory.set(ValueLayout.JAVA_LONG, at, address + offset));
        return rounding(true);
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
        if (isNext('m')) {
            memory.set(ValueLayout.JAVA_INT, next('m', Long.BYTES), narrow);
        }
        if (index != count) {
            throw new IllegalStateException(kernel.symbol() + " was given " + index + " of " + count
                    + " arguments");
        }
        binding.add(new Launch(kernel, binding.device().kernels().function(kernel), x, y, block,
                binding.device().stream(), new NativePointer(memory.address())));
    }
}
