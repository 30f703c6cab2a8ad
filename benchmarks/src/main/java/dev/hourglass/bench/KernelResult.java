package dev.hourglass.bench;

/**
 * A kernel's time.
 *
 * @param backend which computed it; {@code java} for memory
 * @param clock   milliseconds
 * @param flops   floating point operations of one run; 0 for memory
 * @param bytes   that one run has to read and write at least; 0 for kernels of runs from before they were
 *                counted
 */
public record KernelResult(Kernel kernel, String backend, int threads, Series clock, long flops, long bytes) {

    /** What was measured, for tables. */
    String title() {
        return kernel == Kernel.STREAM ? kernel.title() + " over " + Numbers.megabytes(bytes) + " MB"
                : kernel.title();
    }

    /** 10⁹ operations per second. */
    double gigaflops() {
        return flops / clock.median() / 1e6;
    }

    /** 10⁹ bytes per second. */
    double gigabytes() {
        return bytes / clock.median() / 1e6;
    }
}
