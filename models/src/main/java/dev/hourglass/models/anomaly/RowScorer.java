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

    /**
     * How strange each value of each row is on its own, 0 or more and comparable between rows: what the
     * shares of {@link #explain} are shares of. Of images: nearly all training images stay below 1 at every
     * pixel, its channels added up.
     */
    float[] heat(float[] rows);

    /** Numbers in a row's code: in an ensemble's, the codes of all its autoencoders one after the other. */
    int codeWidth();

    /**
     * Codes of rows, one after the other; an ensemble's are brought to the units of what is reconstructed
     * from them.
     */
    float[] codes(float[] rows);

    @Override
    void close();

    /** Divides each row of heat by its sum; where that is 0 every value has the same share. */
    static void shares(float[] heat, int width, float[] into) {
        for (int from = 0; from < heat.length; from += width) {
            double sum = 0;
            for (int at = from; at < from + width; at++) {
                sum += heat[at];
            }
            for (int at = from; at < from + width; at++) {
                into[at] = (float) (sum > 0 ? heat[at] / sum : 1.0 / width);
            }
        }
    }
}
