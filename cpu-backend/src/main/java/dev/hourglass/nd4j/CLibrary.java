package dev.hourglass.nd4j;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hourglass.spi.BackendException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Settings of the C library that native code depends on; where it has no such function nothing is done. */
final class CLibrary {
    /** glibc's names for two parameters of its allocator. */
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int TRIM_BYTES = 128 << 20;
    /** The most that glibc accepts. */
    private static final int MMAP_BYTES = 32 << 20;

    private CLibrary() {
    }

    /**
     * Sets an environment variable that a native library reads while it is loaded, unless the user has set
     * it. The OpenBLAS that ND4J brings (0.3.19) takes processors younger than itself for old ones: an AMD
     * Zen 5 for one of 2007. So it is told what there is.
     */
    static void set(String variable, String value) {
        if (value.isEmpty() || System.getenv(variable) != null) {
            return;
        }
        var setenv = function("setenv", ADDRESS, ADDRESS, JAVA_INT);
        if (setenv.isPresent()) {
            try (var arena = Arena.ofConfined()) {
                int ignored = (int) setenv.get().invokeExact(arena.allocateFrom(variable),
                        arena.allocateFrom(value),
                        0);
            } catch (Throwable e) {
                throw new BackendException("setenv failed: " + e, e);
            }
        }
    }

    /**
     * ND4J's ops take and give back megabytes at each call. By default glibc returns them to the system each
     * time, which then has to map and clear them again: some 2,600 page faults and 5 ms of a training step of
     * 60 ms.
     */
    static void keepFreedMemory() {
        var mallopt = function("mallopt", JAVA_INT, JAVA_INT);
        if (mallopt.isPresent()) {
            try {
                int ignored = (int) mallopt.get().invokeExact(M_TRIM_THRESHOLD, TRIM_BYTES);
                ignored = (int) mallopt.get().invokeExact(M_MMAP_THRESHOLD, MMAP_BYTES);
            } catch (Throwable e) {
                throw new BackendException("mallopt failed: " + e, e);
            }
        }
    }

    private static Optional<MethodHandle> function(String name, MemoryLayout... arguments) {
        var linker = Linker.nativeLinker();
        return linker.defaultLookup().find(name)
                .map(address -> linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, arguments)));
    }
}
