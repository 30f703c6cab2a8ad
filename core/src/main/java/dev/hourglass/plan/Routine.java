package dev.hourglass.plan;

/** A list of ops with a purpose. A program has one or more of them over the same memory. */
public enum Routine {
    /** Forward, loss, backward, optimizer: one step. */
    TRAIN_STEP,
    /** Forward and losses on data that is not trained on. */
    EVALUATE,
    /** Input to code. */
    ENCODE,
    /** Code to output. */
    DECODE,
    /** Input to output. */
    RECONSTRUCT
}
