package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.util.OptionalInt;

/** Rows kept as floats. */
final class FloatRows implements Dataset {
    private final String name;
    private final Shape shape;
    private final int size;
    private final float[] values;
    private final int[] labels;

    /** @param labels one for each row, or null */
    FloatRows(String name, Shape shape, float[] values, int[] labels) {
        this.name = name;
        this.shape = shape;
        this.size = values.length / shape.elements();
        this.values = values;
        this.labels = labels;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int row, float[] into, int offset) {
        int width = shape.elements();
        System.arraycopy(values, Math.multiplyExact(row, width), into, offset, width);
    }

    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public OptionalInt label(int row) {
        return labels == null ? OptionalInt.empty() : OptionalInt.of(labels[row]);
    }
}
