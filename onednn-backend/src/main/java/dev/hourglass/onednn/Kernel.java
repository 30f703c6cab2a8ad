package dev.hourglass.onednn;

/** A bound piece of work that one lane does alone. */
@FunctionalInterface
interface Kernel {
    void run(Lane lane);
}
