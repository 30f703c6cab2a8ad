package dev.hourglass.evaluation;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Rows with a class each, held in memory: pixels, or codes of a model, that classifiers are tried on. The
 * arrays are shared, not copied; do not change them.
 */
public final class LabelledRows {
    private final int columns;
    private final float[] values;
    private final int[] labels;

    private LabelledRows(int columns, float[] values, int[] labels) {
        this.columns = columns;
        this.values = values;
        this.labels = labels;
    }

    /**
     * @param values a row of {@code columns} values for each label
     * @param labels one class for each row, not negative
     */
    public static LabelledRows of(int columns, float[] values, int[] labels) {
        if (labels.length == 0 || columns < 1 || values.length != (long) columns * labels.length) {
            throw new IllegalArgumentException(
                    "expected rows of " + columns + " values with a label each, found "
                            + values.length + " values and " + labels.length + " labels");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new DataException(
                        "label of row " + i + " (counted from 0): expected at least 0, found " + labels[i]);
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DataException("row " + i / columns + ", column " + i % columns
                        + " (counted from 0): expected a finite number, found " + values[i]);
            }
        }
        return new LabelledRows(columns, values, labels);
    }

    /** The rows of a data set as they are, such as pixels. */
    public static LabelledRows of(Dataset data) {
        int columns = data.shape().elements();
        float[] values = new float[Math.multiplyExact(data.size(), columns)];
        int[] labels = new int[data.size()];
        for (int r = 0; r < labels.length; r++) {
            data.read(r, values, r * columns);
            int row = r;
            labels[r] = data.label(r).orElseThrow(
                    () -> new DataException(
                            data.name() + ": row " + row + " has no label; a judge needs them"));
        }
        return of(columns, values, labels);
    }

    public int columns() {
        return columns;
    }

    public int size() {
        return labels.length;
    }

    /** One more than the largest label. */
    public int classes() {
        return Arrays.stream(labels).max().orElseThrow() + 1;
    }

    /**
     * Some of the rows, as many of each class as of any other where there are enough; the seed decides which.
     * All rows where {@code count} is no less than their number.
     *
     * @throws IllegalArgumentException where count is below 1
     */
    public LabelledRows balanced(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("expected at least 1 labelled row, found " + count);
        }
        if (count >= size()) {
            return this;
        }
        var byClass = new TreeMap<Integer, ArrayList<Integer>>();
        for (int row : new PhiloxGenerator(seed, Streams.SPLIT.id(1), 0).permutation(size())) {
            byClass.computeIfAbsent(labels[row], _ -> new ArrayList<>()).add(row);
        }
        int[] chosen = new int[count];
        int found = 0;
        for (int round = 0; found < count; round++) {
            for (var rows : byClass.values()) {
                if (round < rows.size() && found < count) {
                    chosen[found++] = rows.get(round);
                }
            }
        }
        Arrays.sort(chosen);
        float[] some = new float[count * columns];
        int[] theirs = new int[count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(values, chosen[i] * columns, some, i * columns, columns);
            theirs[i] = labels[chosen[i]];
        }
        return new LabelledRows(columns, some, theirs);
    }

    /** Refuses rows of another width. */
    void checkColumns(LabelledRows other) {
        if (other.columns != columns) {
            throw new IllegalArgumentException(
                    "expected rows of " + columns + " values, found " + other.columns);
        }
    }

    float[] values() {
        return values;
    }

    int[] labels() {
        return labels;
    }
}
