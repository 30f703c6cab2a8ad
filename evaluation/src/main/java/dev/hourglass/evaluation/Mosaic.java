package dev.hourglass.evaluation;

import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Shape;

/** Many images side by side in one, so that a file's header is paid once. */
public final class Mosaic {
    private final int images;
    private final Shape shape;
    private final float[] values;

    private Mosaic(int images, Shape shape, float[] values) {
        this.images = images;
        this.shape = shape;
        this.values = values;
    }

    /**
     * The first images of a data set in a square, row by row: as many as fill it, side² of at most
     * {@code most}.
     *
     * @param images of shape (h, w, c)
     * @param most   at least 1
     */
    public static Mosaic of(Dataset images, int most) {
        Shape one = images.shape();
        if (one.rank() != 3 || most < 1) {
            throw new IllegalArgumentException(
                    "expected at least one image (h, w, c), found shape " + one + " and " + most + " images");
        }
        int side = (int) Math.sqrt(Math.min(most, images.size()));
        int stride = one.extent(1) * one.extent(2);
        float[] image = new float[one.elements()];
        float[] values = new float[Math.multiplyExact(side * side, one.elements())];
        for (int i = 0; i < side * side; i++) {
            images.read(i, image, 0);
            for (int y = 0; y < one.extent(0); y++) {
                int row = i / side * one.extent(0) + y;
                System.arraycopy(image, y * stride, values, (row * side + i % side) * stride, stride);
            }
        }
        return new Mosaic(side * side, Shape.of(side * one.extent(0), side * one.extent(1), one.extent(2)),
                values);
    }

    /** How many images there are in it. */
    public int images() {
        return images;
    }

    /** (h, w, c) of the whole. */
    public Shape shape() {
        return shape;
    }

    /** Its values; do not change them. */
    public float[] values() {
        return values;
    }

    /** Its file's size and loss. */
    public ImageCodec.Coded code(ImageCodec codec) {
        return codec.code(values, shape);
    }
}
