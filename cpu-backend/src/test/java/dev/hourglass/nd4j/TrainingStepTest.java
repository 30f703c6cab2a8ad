package dev.hourglass.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole steps: what neighbouring ops become together, over and over. */
class TrainingStepTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int STEPS = 50;
    /** Rounding grows from step to step; a wrong gradient differs by 1e-2 after one. */
    private static final double LOSS_TOLERANCE = 2e-5;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void followsTheReference(int threads) {
        try (var reference = new ReferenceProvider().open(Options.standard());
                var backend = new Nd4jProvider().open(Options.standard().withThreads(threads));
                var expected = new SmallDenoiser(reference);
                var found = new SmallDenoiser(backend)) {
            for (int i = 0; i < STEPS; i++) {
                expected.step();
                found.step();
                assertEquals(expected.loss(), found.loss(), LOSS_TOLERANCE, "loss at step " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void givesTheSameBitsTwice(int threads) {
        float[][] first = trained(threads);
        float[][] second = trained(threads);
        for (int i = 0; i < first.length; i++) {
            assertArrayEquals(first[i], second[i], 0);
        }
    }

    private static float[][] trained(int threads) {
        try (var backend = new Nd4jProvider().open(Options.standard().withThreads(threads));
                var model = new SmallDenoiser(backend)) {
            for (int i = 0; i < STEPS; i++) {
                model.step();
            }
            return model.parameters();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void allocatesNothingOnTheHeap(int threads) {
        try (var backend = new Nd4jProvider().open(Options.standard().withThreads(threads));
                var model = new SmallDenoiser(backend)) {
            long[] lanes = lanes();
            long allocated = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 4 && allocated > 0; attempt++) {
                long before = allocatedBy(lanes);
                for (int i = 0; i < 300; i++) {
                    model.step();
                }
                allocated = allocatedBy(lanes) - before;
            }
            assertEquals(0, allocated);
        }
    }

    /** Numbers of this thread and the backend's own. */
    private static long[] lanes() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each == Thread.currentThread()
                        || each.getName().startsWith("hourglass-nd4j-"))
                .mapToLong(Thread::threadId).toArray();
    }

    private static long allocatedBy(long[] threads) {
        long sum = 0;
        for (long thread : threads) {
            sum += THREADS.getThreadAllocatedBytes(thread);
        }
        return sum;
    }

    /** ND4J's ops take and give back native memory at each run. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsNoNativeMemory() throws IOException {
        try (var backend = new Nd4jProvider().open(Options.standard().withThreads(2));
                var model = new SmallDenoiser(backend)) {
            for (int i = 0; i < 1000; i++) {
                model.step();
            }
            long before = residentBytes();
            for (int i = 0; i < 1500; i++) {
                model.step();
            }
            long grown = residentBytes() - before;
            assertTrue(grown < 16L << 20, "1500 steps took " + grown + " bytes");
        }
    }

    private static long residentBytes() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
        return Long.parseLong(pages[1]) * 4096;
    }
}
