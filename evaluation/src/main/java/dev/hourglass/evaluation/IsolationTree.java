package dev.hourglass.evaluation;

import dev.hourglass.random.PhiloxGenerator;
import java.util.Arrays;

/** One tree of random cuts. Nodes are numbered in the order they are made; leaves have no column. */
final class IsolationTree {
    private static final int LEAF = -1;

    private int[] column = new int[64];
    private float[] cut = new float[64];
    /** The left child's number; the right one's is one more. For leaves unused. */
    private int[] child = new int[64];
    /** For leaves: their depth and the typical depth of the rows that were not separated further. */
    private double[] depth = new double[64];
    private int nodes = 1;

    private IsolationTree() {
    }

    static IsolationTree grow(float[] values, int columns, int deepest, PhiloxGenerator random) {
        var tree = new IsolationTree();
        int[] rows = new int[values.length / columns];
        Arrays.setAll(rows, i -> i);
        tree.split(new Rows(values, columns, rows, random), 0, 0, rows.length, deepest, 0);
        return tree;
    }

    /** What the whole tree is grown from; {@code order} is sorted by the cuts as they are made. */
    private record Rows(float[] values, int columns, int[] order, PhiloxGenerator random) {
        float at(int i, int column) {
            return values[order[i] * columns + column];
        }
    }

    private void split(Rows rows, int node, int begin, int end, int deepest, int level) {
        int chosen = level < deepest && end - begin > 1 ? varying(rows, begin, end) : LEAF;
        column[node] = chosen;
        if (chosen == LEAF) {
            depth[node] = level + IsolationForest.typicalDepth(end - begin);
            return;
        }
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = begin; i < end; i++) {
            least = Math.min(least, rows.at(i, chosen));
            most = Math.max(most, rows.at(i, chosen));
        }
        float place = (float) (least + ((double) most - least) * rows.random().nextFloat());
        // Below the largest value, so that neither side is empty however the product was rounded.
        cut[node] = place < most ? place : least;
        int middle = begin;
        for (int i = begin; i < end; i++) {
            if (rows.at(i, chosen) <= cut[node]) {
                int row = rows.order()[i];
                rows.order()[i] = rows.order()[middle];
                rows.order()[middle++] = row;
            }
        }
        int left = nodes;
        child[node] = left;
        nodes += 2;
        if (nodes > column.length) {
            grow();
        }
        split(rows, left, begin, middle, deepest, level + 1);
        split(rows, left + 1, middle, end, deepest, level + 1);
    }

    private void grow() {
        column = Arrays.copyOf(column, 2 * column.length);
        cut = Arrays.copyOf(cut, column.length);
        child = Arrays.copyOf(child, column.length);
        depth = Arrays.copyOf(depth, column.length);
    }

    /** A random column that varies among the rows, every such one being equally likely; LEAF if none does. */
    private static int varying(Rows rows, int begin, int end) {
        int[] untried = new int[rows.columns()];
        Arrays.setAll(untried, i -> i);
        for (int left = untried.length; left > 0; left--) {
            int pick = rows.random().nextInt(left);
            int candidate = untried[pick];
            float first = rows.at(begin, candidate);
            for (int i = begin + 1; i < end; i++) {
                if (rows.at(i, candidate) != first) {
                    return candidate;
                }
            }
            untried[pick] = untried[left - 1];
        }
        return LEAF;
    }

    /** How deep a row arrives. */
    double depth(float[] row) {
        int node = 0;
        while (column[node] != LEAF) {
            node = child[node] + (row[column[node]] <= cut[node] ? 0 : 1);
        }
        return depth[node];
    }
}
