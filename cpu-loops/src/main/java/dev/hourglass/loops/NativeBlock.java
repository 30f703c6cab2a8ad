package dev.hourglass.loops;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.HostMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Native memory from the C library. Java's own arenas count against the heap limit ({@code -Xmx}), which says
 * nothing about how large a model may be.
 */
public final class NativeBlock {
    private static final MethodHandle MALLOC = handle("malloc", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    private static final MethodHandle FREE = handle("free", FunctionDescriptor.ofVoid(ADDRESS));

    /** Less is not worth asking what is left. */
    private static final long LARGE = 1 << 26;

    private NativeBlock() {
    }

    /**
     * Zeroed memory that lives as long as the arena.
     *
     * @throws BackendException when the machine or the container has not so much left, or the system does not
     *                          give it
     */
    public static MemorySegment allocate(Arena arena, long bytes) {
        long available = bytes < LARGE ? HostMemory.total() : HostMemory.available();
        if (bytes > available) {
            throw new BackendException("the program needs " + bytes + " bytes, this machine has " + available
                    + " left; use a smaller batch or model");
        }
        MemorySegment raw = malloc(bytes + MemoryPlan.ALIGNMENT);
        if (raw.address() == 0) {
            throw new BackendException(
                    "the program needs " + bytes + " bytes and the system did not give them, though "
                            + "this machine has " + available + "; use a smaller batch or model");
        }
        long shift = -raw.address() & (MemoryPlan.ALIGNMENT - 1);
        var block = raw.reinterpret(bytes + MemoryPlan.ALIGNMENT, arena, NativeBlock::free).asSlice(shift,
                bytes);
        return block.fill((byte) 0);
    }

    private static MemorySegment malloc(long bytes) {
        try {
            return (MemorySegment) MALLOC.invokeExact(bytes);
        } catch (Throwable e) {
            throw new BackendException("malloc failed: " + e, e);
        }
    }

    private static void free(MemorySegment memory) {
        try {
            FREE.invokeExact(memory);
        } catch (Throwable e) {
            throw new BackendException("free failed: " + e, e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
    }
}
