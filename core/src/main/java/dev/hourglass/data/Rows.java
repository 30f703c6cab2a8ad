package dev.hourglass.data;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Some rows of another data set; nothing is copied. */
final class Rows extends DatasetView {
    private final String name;
    private final int[] rows;

    Rows(String name, Dataset source, int[] rows) {
        super(source);
        this.name = name;
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
    public int size() {
        return rows.length;
    }

    @Override
    public void read(int row, float[] into, int offset) {
        super.read(rows[Objects.checkIndex(row, rows.length)], into, offset);
    }

    @Override
    public void read(int row, int epoch, float[] into, int offset) {
        super.read(rows[Objects.checkIndex(row, rows.length)], epoch, into, offset);
    }

    @Override
    public float weight(int row) {
        return super.weight(rows[row]);
    }

    @Override
    public OptionalInt label(int row) {
        return super.label(rows[row]);
    }
}
