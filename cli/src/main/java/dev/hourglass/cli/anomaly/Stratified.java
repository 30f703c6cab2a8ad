package dev.hourglass.cli.anomaly;

import dev.hourglass.data.DataException;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows divided so that both parts hold about the same share of anomalies. The labels decide which part a row
 * is in, and nothing else.
 *
 * @param train to fit on
 * @param test  to judge by
 */
record Stratified(int[] train, int[] test) {

    static Stratified of(boolean[] anomalies, double testShare, long seed, String name) {
        int[] order = new PhiloxGenerator(seed, Streams.SPLIT.id(1), 0).permutation(anomalies.length);
        var train = new ArrayList<Integer>();
        var test = new ArrayList<Integer>();
        for (boolean kind : new boolean[] {false, true}) {
            var own = new ArrayList<Integer>();
            for (int row : order) {
                if (anomalies[row] == kind) {
                    own.add(row);
                }
            }
            int count = (int) Math.round(own.size() * testShare);
            if (count == 0) {
                throw new DataException(name + ": expected " + (kind ? "anomalies" : "normal rows")
                        + " to judge by, found " + own.size()
                        + " rows whose label says so; name the normal labels"
                        + " with --normal, or leave out --label");
            }
            test.addAll(own.subList(0, count));
            train.addAll(own.subList(count, own.size()));
        }
        return new Stratified(sorted(train), sorted(test));
    }

    private static int[] sorted(List<Integer> rows) {
        return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
