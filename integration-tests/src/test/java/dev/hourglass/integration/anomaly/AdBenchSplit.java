package dev.hourglass.integration.anomaly;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows that ADBench fits on and judges by (Han et al. 2022, {@code data_generator.py}), drawn as NumPy
 * and scikit-learn draw them, so that the rows are those of the published tables: at most 10,000 without
 * replacement; fewer than 1,000 with replacement up to 1,000; then 70 % and 30 % of each class. The published
 * numbers are means over the seeds 1, 2 and 3.
 *
 * @param train rows of the table
 * @param test  rows of the table
 */
record AdBenchSplit(int[] train, int[] test) {
    private static final int MOST = 10_000;
    private static final int LEAST = 1000;
    private static final int CLASSES = 2;

    /** @param anomalies of all rows of the table */
    static AdBenchSplit of(boolean[] anomalies, int seed) {
        var draws = new NumpyDraws(seed);
        int size = anomalies.length;
        int[] rows = IntStream.range(0, size).toArray();
        if (size < LEAST) {
            rows = draws.choose(size, LEAST);
        } else if (size > MOST) {
            rows = Arrays.copyOf(draws.permutation(size), MOST);
        }
        return stratified(rows, anomalies, draws);
    }

    private static AdBenchSplit stratified(int[] rows, boolean[] anomalies, NumpyDraws draws) {
        int testRows = (rows.length * 3 + 9) / 10;
        int[][] classes = {
            Arrays.stream(rows).filter(row -> !anomalies[row]).toArray(),
            Arrays.stream(rows).filter(row -> anomalies[row]).toArray()};
        int[] counts = {classes[0].length, classes[1].length};
        int[] trainCounts = shares(counts, rows.length - testRows, draws);
        // The test part's shares are whole already; NumPy would draw for a tie only.
        int[] left = {counts[0] - trainCounts[0], counts[1] - trainCounts[1]};
        int[] testCounts = shares(left, testRows, draws);
        var train = IntStream.builder();
        var test = IntStream.builder();
        for (int c = 0; c < CLASSES; c++) {
            int[] order = draws.permutation(counts[c]);
            for (int i = 0; i < trainCounts[c] + testCounts[c]; i++) {
                (i < trainCounts[c] ? train : test).add(classes[c][order[i]]);
            }
        }
        return new AdBenchSplit(shuffled(train.build().toArray(), draws),
                shuffled(test.build().toArray(), draws));
    }

    /** How many of each class make up a total: rounded down, and one more where most was cut off. */
    private static int[] shares(int[] counts, int total, NumpyDraws draws) {
        var shares = new int[CLASSES];
        var cut = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            double exact = (double) counts[c] / (counts[0] + counts[1]) * total;
            shares[c] = (int) Math.floor(exact);
            cut[c] = exact - shares[c];
        }
        if (shares[0] + shares[1] < total) {
            int more = cut[0] == cut[1] ? draws.permutation(CLASSES)[0] : cut[0] > cut[1] ? 0 : 1;
            shares[more]++;
        }
        return shares;
    }

    private static int[] shuffled(int[] rows, NumpyDraws draws) {
        return Arrays.stream(draws.permutation(rows.length)).map(i -> rows[i]).toArray();
    }
}
