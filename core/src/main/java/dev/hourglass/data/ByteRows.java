package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.util.OptionalInt;

/** Rows kept as bytes, a quarter of what floats would take. */
final class ByteRows implements Dataset {
    private final String name;
    private final Shape shape;
    private final int size;
    private final byte[] values;
    private final int[] labels;
    private final float[] scale = new float[256];

    /**
     * @param top    the value of byte 255: 1 for images, 255 for plain numbers
     * @param labels one for each row, or null
     */
    ByteRows(String name, Shape shape, byte[] values, int[] labels, float top) {
        this.name = name;
        this.shape = shape;
        this.size = values.length / shape.elements();
        this.values = values;
        this.labels = labels;
        for (int i = 0; i < 256; i++) {
            scale[i] = top * i / 255f;
        }
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
        int start = Math.multiplyExact(row, width);
        for (int i = 0; i < width; i++) {
            into[offset + i] = scale[values[start + i] & 0xff];
        }
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
