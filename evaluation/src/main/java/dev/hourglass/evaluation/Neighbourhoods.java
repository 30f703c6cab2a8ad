package dev.hourglass.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Whether rows that lie near each other still do as codes, by ranks of Euclidean distances (Venna and Kaski,
 * "Neighborhood preservation in nonlinear projection methods: an experimental study", 2001).
 *
 * <p>With n rows, r(i, j) the rank of row j among the neighbours of row i (1 for the nearest) and U(i) the
 * rows that are among the k nearest codes of code i but not among the k nearest rows of row i,
 *
 * <pre>
 * trustworthiness = 1 − 2 / (n k (2n − 3k − 1)) · Σᵢ Σ_{j ∈ U(i)} (r(i, j) − k).
 * </pre>
 *
 * Continuity is the same with rows and codes exchanged. Both are 1 where every neighbourhood is kept, about ½
 * for codes drawn at random, and never below 0. Of equal distances that to the earlier row counts as nearer.
 *
 * @param neighbours      k
 * @param trustworthiness whether what is near as codes was near as rows
 * @param continuity      whether what was near as rows is near as codes
 */
public record Neighbourhoods(int neighbours, double trustworthiness, double continuity) {

    /**
     * Compares all pairs: time grows with the square of the number of rows, memory does not.
     *
     * @param rows       one after the other
     * @param codes      of the rows, in their order
     * @param count      how many there are, more than twice {@code neighbours}
     * @param neighbours k, at least 1
     */
    public static Neighbourhoods of(float[] rows, float[] codes, int count, int neighbours) {
        if (neighbours < 1 || 2 * neighbours >= count) {
            throw new IllegalArgumentException("expected 1 to less than " + count + " / 2 neighbours, found "
                    + neighbours);
        }
        if (rows.length % count != 0 || codes.length % count != 0) {
            throw new IllegalArgumentException(count + " rows cannot have " + rows.length + " values and "
                    + codes.length + " numbers of codes");
        }
        long[] excess = IntStream.range(0, count).parallel().mapToObj(i -> {
            int[] before = order(rows, count, i);
            int[] after = order(codes, count, i);
            return new long[] {excess(before, after, neighbours), excess(after, before, neighbours)};
        }).reduce(new long[2], (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
        double most = count * (double) neighbours * (2.0 * count - 3.0 * neighbours - 1) / 2;
        return new Neighbourhoods(neighbours, 1 - excess[0] / most, 1 - excess[1] / most);
    }

    /** The other rows, the nearest first. */
    private static int[] order(float[] values, int count, int row) {
        int width = values.length / count;
        double[] distances = new double[count];
        for (int j = 0; j < count; j++) {
            double sum = 0;
            for (int c = 0; c < width; c++) {
                double difference = (double) values[row * width + c] - values[j * width + c];
                sum += difference * difference;
            }
            distances[j] = sum;
        }
        return IntStream.range(0, count).filter(j -> j != row).boxed()
                .sorted(Comparator.comparingDouble(j -> distances[j])).mapToInt(Integer::intValue).toArray();
    }

    /** By how much the ranks in the first order of the first k of the second one exceed k. */
    private static long excess(int[] ranked, int[] chosen, int k) {
        int[] rank = new int[ranked.length + 1];
        for (int place = 0; place < ranked.length; place++) {
            rank[ranked[place]] = place + 1;
        }
        long sum = 0;
        for (int at = 0; at < k; at++) {
            sum += Math.max(rank[chosen[at]] - k, 0);
        }
        return sum;
    }
}
