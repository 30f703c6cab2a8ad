package dev.hourglass.models;

import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;

/**
 * Small images of one soft spot each: a learning problem of two dimensions that takes seconds in plain loops.
 */
public final class Blobs implements Dataset {
    private final int rows;
    private final int height;
    private final int width;

    public Blobs(int rows, int height, int width) {
        this.rows = rows;
        this.height = height;
        this.width = width;
    }

    @Override
    public String name() {
        return "blobs";
    }

    @Override
    public Shape shape() {
        return Shape.of(height, width, 1);
    }

    @Override
    public int size() {
        return rows;
    }

    @Override
    public void read(int row, float[] into, int offset) {
        var random = new PhiloxGenerator(7, Streams.TESTING.id(), row);
        double y = 1 + random.nextDouble() * (height - 3);
        double x = 1 + random.nextDouble() * (width - 3);
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                double distance = (i - y) * (i - y) + (j - x) * (j - x);
                into[offset + i * width + j] = (float) Math.exp(-distance / 2);
            }
        }
    }
}
