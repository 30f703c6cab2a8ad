package dev.hourglass.train;

import dev.hourglass.data.BatchPosition;
import dev.hourglass.plan.Shape;

/**
 * What a training learns from, step by step and epoch after epoch without end. The rows of a step depend on
 * nothing but its place and on what the session holds when they are written, so that steps can be repeated.
 */
public interface StepFeed extends AutoCloseable {

    /** What the rows are called in the log. */
    String name();

    /** Shape of a row. */
    Shape row();

    /** Rows of a step, at least 1. */
    int batch();

    /** Rows of an epoch, at least 1; the last step has those that are left. */
    int rows();

    /** Steps in an epoch, at least 1. */
    default int perEpoch() {
        return (rows() - 1) / batch() + 1;
    }

    /** Goes on from another place: {@link #next} will come to the step of that position. */
    void seek(BatchPosition position);

    /** Waits for the rows of the next step; returns how many there are. */
    int next();

    /** Brings those rows and their weights into the session; may be called again for the same step. */
    void write();

    @Override
    void close();
}
