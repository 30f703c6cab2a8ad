package dev.hourglass.models.anomaly;

/** Scores rows of features; for one thread. */
public interface RowScorer extends AutoCloseable {

    /** Values in a row. */
    int width();

    /**
     * Scores rows that lie one after the other; the larger, the stranger.
     *
     * @return one score for each row
     */
    float[] score(float[] rows);

    /**
     * What each value of each row has to do with its score: shares that add up to 1 in each row.
     *
     * @return as many values as {@code rows}
     */
    float[] shares(float[] rows);

    @Override
    void close();
}
