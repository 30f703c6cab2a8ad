package dev.hourglass.bench;

/**
 * How a contestant did.
 *
 * @param id        such as {@code onednn} or {@code libtorch/channels-last}
 * @param system    such as {@code libtorch}
 * @param owner     OURS or PEER
 * @param name      what it calls itself, with its version
 * @param clock     milliseconds by the clock
 * @param processor mean milliseconds of processor time, all threads together
 * @param planned   bytes it planned to take; 0 where it does not plan
 * @param flops     floating point operations of a step, where it counts them; otherwise 0
 * @param peak      most memory its process has held so far, in bytes; 0 where unknown
 */
public record Entry(String id, String system, String owner, String name, Series clock, double processor,
        long planned, long flops, long peak) {

    /** 10⁹ operations per second; 0 where they are not counted. */
    double gigaflops() {
        return flops / clock.median() / 1e6;
    }

    boolean isOurs() {
        return owner.equals(Entrant.Owner.OURS.name());
    }
}
