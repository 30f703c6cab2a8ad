package dev.hourglass.evaluation;

import dev.hourglass.data.Dataset;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.stream.IntStream;

/**
 * Isolation forest (Liu, Ting and Zhou, "Isolation forest", ICDM 2008): rows that few random cuts separate
 * from the others are strange. The baseline that is hard to beat on tables.
 *
 * <p>100 trees by default, each of 256 rows drawn without replacement (all where there are fewer) and at most
 * ⌈log₂ 256⌉ = 8 cuts deep; a cut takes a random column among those that vary in the node and a random place
 * between its ends. The score is 2^(−E[h] / c(256)), in (0, 1), h being the depth at which a row arrives plus
 * c(rows left there), and c(n) the mean depth of a search tree of n rows.
 *
 * <p>Own code: the libraries that have it are under the GPL or AGPL (Smile 3, JSAT, Weka, ELKI) or need a
 * cluster's runtime (H2O, Spark, Flink).
 */
public final class IsolationForest implements Baseline {
    private static final double EULER = 0.5772156649015329;

    /**
     * @param trees at least 1
     * @param rows  drawn for each tree, at least 2
     */
    public record Settings(int trees, int rows) {

        /** The paper's: 100 trees of 256 rows. */
        public static final Settings STANDARD = new Settings(100, 256);

        public Settings {
            if (trees < 1 || rows < 2) {
                throw new IllegalArgumentException(
                        "an isolation forest needs at least 1 tree of at least 2 rows, found "
                                + trees + " trees of " + rows + " rows");
            }
        }
    }

    private final int columns;
    private final IsolationTree[] trees;
    private final double typicalDepth;

    private IsolationForest(int columns, IsolationTree[] trees, double typicalDepth) {
        this.columns = columns;
        this.trees = trees;
        this.typicalDepth = typicalDepth;
    }

    /** Fits 100 trees of 256 rows; rows may hold anomalies. */
    public static IsolationForest fit(Dataset rows, long seed) {
        return fit(rows, Settings.STANDARD, seed);
    }

    /** Fits trees; the same seed gives the same forest on any number of cores. */
    public static IsolationForest fit(Dataset rows, Settings settings, long seed) {
        int columns = rows.shape().elements();
        int drawn = Math.min(settings.rows(), rows.size());
        int deepest = (int) Math.ceil(Math.log(Math.max(2, drawn)) / Math.log(2));
        var trees = new IsolationTree[settings.trees()];
        IntStream.range(0, trees.length).parallel().forEach(t -> {
            var random = new PhiloxGenerator(seed, Streams.SPLIT.id(2), t);
            float[] values = new float[drawn * columns];
            int at = 0;
            for (int row : draw(rows.size(), drawn, random)) {
                rows.read(row, values, at);
                at += columns;
            }
            trees[t] = IsolationTree.grow(values, columns, deepest, random);
        });
        return new IsolationForest(columns, trees, Math.max(typicalDepth(drawn), Double.MIN_NORMAL));
    }

    /** Some of the numbers below {@code size}, each at most once (Floyd's algorithm: no list of all rows). */
    private static int[] draw(int size, int count, PhiloxGenerator random) {
        var chosen = new LinkedHashSet<Integer>();
        for (int i = size - count; i < size; i++) {
            int row = random.nextInt(i + 1);
            chosen.add(chosen.contains(row) ? i : row);
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    /** c(n): the mean depth of an unsuccessful search in a search tree of n rows. */
    static double typicalDepth(int n) {
        if (n <= 1) {
            return 0;
        }
        return n == 2 ? 1 : 2 * (Math.log(n - 1.0) + EULER) - 2 * (n - 1.0) / n;
    }

    @Override
    public String name() {
        return "isolation forest";
    }

    /** One score for each row in (0, 1], about 0.5 for ordinary rows, higher meaning stranger. */
    @Override
    public double[] scores(Dataset rows) {
        if (rows.shape().elements() != columns) {
            throw new IllegalArgumentException(rows.name() + ": expected rows of " + columns
                    + " values, found " + rows.shape().elements());
        }
        double[] scores = new double[rows.size()];
        int blocks = Math.max(1, Math.min(rows.size(), 256));
        IntStream.range(0, blocks).parallel().forEach(b -> {
            float[] row = new float[columns];
            int end = (int) ((long) rows.size() * (b + 1) / blocks);
            for (int r = (int) ((long) rows.size() * b / blocks); r < end; r++) {
                rows.read(r, row, 0);
                scores[r] = score(row);
            }
        });
        return scores;
    }

    private double score(float[] row) {
        double sum = Arrays.stream(trees).mapToDouble(tree -> tree.depth(row)).sum();
        return Math.pow(2, -sum / trees.length / typicalDepth);
    }
}
