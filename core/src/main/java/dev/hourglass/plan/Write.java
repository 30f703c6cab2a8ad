package dev.hourglass.plan;

/** How an op writes its result. The first contribution to a gradient is SET, later ones are ADD. */
public enum Write {
    /** Replace what was there. */
    SET,
    /** Add to what was there. */
    ADD
}
