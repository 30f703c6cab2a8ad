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
     * Scores rows, and says what each value of each row has to do with its score: shares that add up to 1 in
     * each row.
     *
     * @param shares receives as many values as there are in {@code rows}
     * @return one score for each row
     */
    float[] explain(float[] rows, float[] shares);

    /** Numbers in a row's code: in an ensemble's, the codes of all its autoencoders one after the other. */
    int codeWidth();

    /**
     * Codes of rows, one after the other; an ensemble's are brought to the units of what is reconstructed
     * from them.
     */
    float[] codes(float[] rows);

    @Override
    void close();
}
