package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.util.OptionalInt;

/** Rows of equal shape, readable in any order and by several threads at once. */
public interface Dataset {

    /** What to call it in reports, such as {@code mnist/train}. */
    String name();

    /** Shape of one row: (h, w, c) for images, (d) for tables. */
    Shape shape();

    /** Number of rows, at least 1. */
    int size();

    /** Copies row's values to {@code into} from {@code offset} on; 8-bit images are scaled to [0, 1]. */
    void read(int row, float[] into, int offset);

    /** How much the row counts in training: 1, or another number that is not negative. */
    default float weight(int row) {
        return 1;
    }

    /**
     * Copies the row as it looks in an epoch of training, counted from 0. Only augmented data looks different
     * from epoch to epoch; the same row of the same epoch is always the same.
     */
    default void read(int row, int epoch, float[] into, int offset) {
        read(row, into, offset);
    }

    /**
     * Whether every row looks the same in each epoch, so that a backend may keep the rows. Of data that says
     * nothing each batch is read anew.
     */
    default boolean isFixed() {
        return false;
    }

    /** The row's class, where the data has labels. Used for evaluation and pictures only. */
    default OptionalInt label(int row) {
        return OptionalInt.empty();
    }
}
