package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Some rows of another data set; nothing is copied. */
final class Rows implements Dataset {
    private final String name;
    private final Dataset source;
    private final int[] rows;

    Rows(String name, Dataset source, int[] rows) {
        this.name = name;
        this.source = source;
        this.rows = rows;
    }

    /** The first {@code count} rows. */
    Rows(String name, Dataset source, int count) {
        this(name, source, IntStream.range(0, count).toArray());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape shape() {
        return source.shape();
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public void read(int row, float[] into, int offset) {
        source.read(rows[Objects.checkIndex(row, rows.length)], into, offset);
    }

    @Override
    public float weight(int row) {
        return source.weight(rows[row]);
    }

    @Override
    public OptionalInt label(int row) {
        return source.label(rows[row]);
    }
}
