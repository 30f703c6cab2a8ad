package dev.hourglass.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.bench.KernelRate.Bound;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelRateTest {
    private static final KernelResult GEMM = kernel(Kernel.GEMM_1024, 1, 10, 2_000_000_000, 13_000_000);

    @Test
    void theLargerShareIsTheBound() {
        // 200 GFLOP/s are the best; 20 GB/s are half of what the memory does at that size.
        var rates = KernelRate.of(List.of(GEMM, kernel(Kernel.BATCH_NORM, 1, 1, 20_000_000, 20_000_000),
                stream(1, 1, 40_000_000), stream(1, 40, 400_000_000)));
        assertEquals(new KernelRate(Kernel.GEMM_1024, "onednn", 1, 200, 1, 1.3, 0.0325, Bound.ARITHMETIC),
                rates.getFirst());
        assertEquals(new KernelRate(Kernel.BATCH_NORM, "onednn", 1, 20, 0.1, 20, 0.5, Bound.MEMORY),
                rates.get(1));
        assertEquals(new KernelRate(Kernel.STREAM, "java", 1, 0, 0, 40, 0, null), rates.get(2));
    }

    @Test
    void theMemoryIsThatOfTheNearestSizeAndAsManyThreads() {
        var small = kernel(Kernel.BATCH_NORM, 2, 1, 1, 20_000_000);
        var large = kernel(Kernel.ADAM, 2, 1, 1, 350_000_000);
        var rates = KernelRate.of(List.of(small, large, stream(1, 1, 20_000_000), stream(2, 1, 30_000_000),
                stream(2, 4, 400_000_000)));
        assertEquals(20.0 / 30, rates.getFirst().ofMemory(), 1e-5);
        assertEquals(350.0 / 100, rates.get(1).ofMemory(), 1e-5);
    }

    @Test
    void runsFromBeforeBytesWereCountedHaveNoShareOfTheMemory() {
        var rate = KernelRate.of(List.of(kernel(Kernel.GEMM_1024, 1, 10, 2_000_000_000, 0),
                stream(1, 40, 400_000_000))).getFirst();
        assertEquals(1, rate.ofBest());
        assertEquals(0, rate.ofMemory());
        assertNull(rate.bound());
    }

    @Test
    void eachKernelCountsWhatItReadsAndWritesOnce() {
        int images = 128 * 28 * 28 * 4;
        assertEquals(3 * 1024 * 1024 * 4, Kernel.GEMM_1024.bytes());
        assertEquals(images + 32 * images + 32 * 9 * 4, Kernel.FIRST_LAYER.bytes());
        assertEquals(32 * images + 8 * images, Kernel.MAX_POOL.bytes());
        assertEquals(64 * images, Kernel.RELU.bytes());
        // Channels: gamma, beta and both running values are read, both running and both saved ones written.
        assertEquals(64 * images + 8 * 32 * 4, Kernel.BATCH_NORM.bytes());
        Kernel.ops().forEach(each -> assertTrue(each.bytes() > 0 && each.flops() > 0, each.title()));
    }

    private static KernelResult kernel(Kernel kernel, int threads, double milliseconds, long flops,
            long bytes) {
        return new KernelResult(kernel, "onednn", threads, Series.of(List.of(milliseconds)), flops, bytes);
    }

    private static KernelResult stream(int threads, double milliseconds, long bytes) {
        return new KernelResult(Kernel.STREAM, "java", threads, Series.of(List.of(milliseconds)), 0, bytes);
    }
}
