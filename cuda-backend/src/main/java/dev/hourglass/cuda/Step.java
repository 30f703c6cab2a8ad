package dev.hourglass.cuda;

/** Something to enqueue: a launch of a kernel, or a call of a library that enqueues its own. */
@FunctionalInterface
interface Step {
    /** Enqueues it; allocates nothing. Throws where it is refused. */
    void enqueue();
}
