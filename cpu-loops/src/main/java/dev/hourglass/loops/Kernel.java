package dev.hourglass.loops;

/** A bound piece of a compiled program; what a lane does in it depends on nothing but the lane's number. */
@FunctionalInterface
public interface Kernel {
    /** Does this lane's work. */
    void run(Lane lane);
}
