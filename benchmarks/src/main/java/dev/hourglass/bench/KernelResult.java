package dev.hourglass.bench;

/**
 * A kernel's time.
 *
 * @param backend which computed it; {@code java} for memory
 * @param clock   milliseconds
 * @param flops   floating point operations of one run; 0 for memory
 * @param bytes   read and written by one run; 0 for kernels
 */
public record KernelResult(Kernel kernel, String backend, int threads, Series clock, long flops, long bytes) {

    /** 10⁹ operations per second. */
    double gigaflops() {
        return flops / clock.median() / 1e6;
    }

    /** 10⁹ bytes per second. */
    double gigabytes() {
        return bytes / clock.median() / 1e6;
    }
}
