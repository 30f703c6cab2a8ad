package dev.hourglass.bench;

/**
 * A training step of the denoiser at one size.
 *
 * @param axis    what is varied
 * @param backend which computed it
 * @param clock   milliseconds
 * @param flops   floating point operations of the step
 * @param planned bytes of the plan
 * @param peak    most memory the process has held so far, in bytes; 0 where unknown
 */
public record ScalingPoint(Axis axis, String backend, Work work, Series clock, long flops, long planned,
        long peak) {

    /** What grows. */
    public enum Axis {
        BATCH, SIDE, CHANNELS, THREADS;

        /** The name that tables use. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** 10⁹ operations per second. */
    double gigaflops() {
        return flops / clock.median() / 1e6;
    }

    /** The value on the axis. */
    int at() {
        return switch (axis) {
            case BATCH -> work.size().batch();
            case SIDE -> work.size().side();
            case CHANNELS -> work.size().channels();
            case THREADS -> work.threads();
        };
    }
}
