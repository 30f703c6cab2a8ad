package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The driver, cuBLAS and cuDNN of {@code src/test/native}, which run the backend's kernels on the CPU under
 * the real classes of JCuda. They are built here, with g++, once per run of the tests.
 *
 * <p>With {@code -Dhourglass.cuda.real=true} tests run on the GPU of the machine instead, and those that make
 * things go wrong on purpose are skipped.
 */
final class FakeCuda {
    /** Where another process of the same run has built them. */
    static final String BUILT = "hourglass.fake.folder";
    static final String NEEDS = "the fake driver needs g++ and Linux on x86-64";
    private static final boolean REAL = Boolean.getBoolean("hourglass.cuda.real");
    private static final long BUILD_SECONDS = 120;
    private static final int NO_SUCH_PROGRAM = 127;

    private static final class Built {
        static final Path FOLDER = System.getProperty(BUILT) == null ? build()
                : Path.of(System.getProperty(BUILT));
    }

    private FakeCuda() {
    }

    /** Has the backend use the fake driver, unless a real GPU is to be tested. */
    static void install() {
        if (!REAL) {
            System.setProperty(LibraryFolders.PROPERTY, folder().toString());
        }
    }

    /** Where the fake libraries lie; skips the test where they cannot be built. */
    static Path folder() {
        assumeTrue(!REAL, "on a real GPU nothing is made to fail");
        assumeTrue(canBeBuilt(), NEEDS);
        return Built.FOLDER;
    }

    static boolean canBeBuilt() {
        return JcudaNatives.platform().equals("linux-x86_64") && Built.FOLDER != null;
    }

    static boolean isReal() {
        return REAL;
    }

    private static Path build() {
        Path folder = Path.of("target", "fake-cuda").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            Path log = folder.resolve("build.log");
            Process process = new ProcessBuilder("sh", "src/test/native/build.sh", folder.toString())
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            if (!process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "building the fake driver took more than " + BUILD_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                String said = Files.readString(log);
                if (process.exitValue() == NO_SUCH_PROGRAM) {
                    return null;
                }
                throw new IllegalStateException("the fake driver cannot be built: " + said);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Blocks of the device's memory that are allocated now. */
    static long allocations() {
        return ask("fakecuda_allocations");
    }

    /** The most bytes that were allocated at once since the last call. */
    static long mostTaken() {
        return ask("fakecuda_most_taken");
    }

    static long streams() {
        return ask("fakecuda_streams");
    }

    /** Dead canaries, wrong frees and calls that a real library would not survive, since the start. */
    static long complaints() {
        return ask("fakecuda_complaints");
    }

    static long kernelLaunches() {
        return ask("fakecuda_launches");
    }

    static long graphLaunches() {
        return ask("fakecuda_graph_launches");
    }

    /** How often a function has been called. */
    static long calls(String function) {
        try (Arena arena = Arena.ofConfined()) {
            return (long) handle("fakecuda_calls",
                    FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS))
                    .invokeExact(arena.allocateFrom(function));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes one call of a function fail, after so many that succeed. */
    static void fail(String function, int code, int after) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(function);
            handle("fakecuda_fail", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT)).invokeExact(name, code, after);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes every call fail from now on, as after an illegal access; 0 heals. */
    static void breakDevice(int code) {
        try {
            handle("fakecuda_break", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)).invokeExact(code);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the device break when a kernel runs, after so many runs of it that succeed; "" for none. */
    static void breakAt(String kernel, int after) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(kernel);
            handle("fakecuda_break_at", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                    .invokeExact(name, after);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether copies to the device are done as early as can be, or as late as can be. */
    static void copyAtOnce(boolean atOnce) {
        try {
            handle("fakecuda_copies_at_once", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                    .invokeExact(atOnce ? 1 : 0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static long ask(String function) {
        try {
            return (long) handle(function, FunctionDescriptor.of(ValueLayout.JAVA_LONG)).invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle handle(String function, FunctionDescriptor type) {
        var symbol = SymbolLookup.libraryLookup(folder().resolve("libcuda.so.1"), Arena.global())
                .find(function).orElseThrow();
        return Linker.nativeLinker().downcallHandle(symbol, type);
    }
}
