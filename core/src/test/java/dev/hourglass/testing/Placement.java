package dev.hourglass.testing;

/** How the slots of a test case lie in memory. */
public enum Placement {
    /** Every slot is a root of its own, also where the case lets a result take an input's place. */
    APART,
    /** Every slot is a root at an aligned offset. */
    ROOTS,
    /** Every slot is a view that starts at an odd element of a larger root. */
    VIEWS,
    /**
     * Every slot of floats lives within the routine, as activations do: what it holds is copied there before
     * the op and from there after it.
     */
    BETWEEN
}
