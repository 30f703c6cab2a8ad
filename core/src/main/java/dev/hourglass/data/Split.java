package dev.hourglass.data;

import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.Arrays;

/**
 * A data set divided into rows to learn from and rows to watch progress on. Both are views that keep the data
 * set's order; every row is in one of them.
 *
 * @param train      at least one row
 * @param validation at least one row
 */
public record Split(Dataset train, Dataset validation) {

    /**
     * Draws the validation rows; which they are depends on (seed, number of rows, fraction) only.
     *
     * @param fraction part of the rows for validation, between 0 and 1; rounded, but never to no row or all
     *                 rows
     * @throws DataException when there is only one row
     */
    public static Split of(Dataset data, double fraction, long seed) {
        int[][] parts = indices(data.name(), data.size(), fraction, seed);
        return new Split(new Rows(data.name() + " (training part)", data, parts[0]),
                new Rows(data.name() + " (validation part)", data, parts[1]));
    }

    /**
     * The same division as indices: of the rows to learn from and of those to watch, each ascending.
     *
     * @param name of what is divided, for messages
     * @param size its number of rows
     */
    public static int[][] indices(String name, int size, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException(
                    "the validation part must lie between 0 and 1, found " + fraction);
        }
        if (size < 2) {
            throw new DataException(
                    name + ": expected at least 2 rows to divide into training and validation,"
                            + " found " + size + "; turn validation off");
        }
        int count = Math.clamp(Math.round(size * fraction), 1, size - 1);
        int[] order = new PhiloxGenerator(seed, Streams.SPLIT.id(), 0).permutation(size);
        int[] validation = Arrays.copyOf(order, count);
        int[] train = Arrays.copyOfRange(order, count, size);
        Arrays.sort(validation);
        Arrays.sort(train);
        return new int[][] {train, validation};
    }
}
