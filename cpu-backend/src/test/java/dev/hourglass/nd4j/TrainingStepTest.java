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
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole steps: what neighbouring ops become together, over and over. */
class TrainingStepTest {
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
            long allocated = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 4 && allocated > 0; attempt++) {
                long before = allocatedByLanes();
                for (int i = 0; i < 1000; i++) {
                    model.step();
                }
                allocated = allocatedByLanes() - before;
            }
            assertEquals(0, allocated);
        }
    }

    /** Of this thread and the backend's own. */
    private static long allocatedByLanes() {
        var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = bean.getCurrentThreadAllocatedBytes();
        long[] lanes = Arrays.stream(bean.getThreadInfo(bean.getAllThreadIds()))
                .filter(each -> each != null && each.getThreadName().startsWith("hourglass-nd4j-"))
                .mapToLong(each -> each.getThreadId()).toArray();
        return own + Arrays.stream(lanes).map(bean::getThreadAllocatedBytes).sum();
    }

    /** ND4J's ops take and give back native memory at each run. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsNoNativeMemory() throws IOException {
        try (var backend = new Nd4jProvider().open(Options.standard().withThreads(2));
                var model = new SmallDenoiser(backend)) {
            for (int i = 0; i < 2000; i++) {
                model.step();
            }
            long before = residentBytes();
            for (int i = 0; i < 4000; i++) {
                model.step();
            }
            long grown = residentBytes() - before;
            assertTrue(grown < 16L << 20, "4000 steps took " + grown + " bytes");
        }
    }

    private static long residentBytes() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
        return Long.parseLong(pages[1]) * 4096;
    }
}
