package dev.hourglass.models.table;

/** How a column of numbers is brought to the size of the others. */
public enum Scaling {
    /** The training part's smallest value becomes 0, its largest 1. */
    MIN_MAX,
    /** Mean 0 and standard deviation 1 over the training part. */
    STANDARD
}
