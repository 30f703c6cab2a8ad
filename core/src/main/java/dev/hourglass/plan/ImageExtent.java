package dev.hourglass.plan;

/** Height, width and channels of one image. */
public record ImageExtent(int h, int w, int c) {

    public ImageExtent {
        if (h < 1 || w < 1 || c < 1) {
            throw new PlanException("image " + h + "x" + w + "x" + c + ": every extent must be at least 1");
        }
    }

    /** Takes (n, h, w, c) or (h, w, c). */
    public static ImageExtent of(Shape shape) {
        if (shape.rank() != 3 && shape.rank() != 4) {
            throw new PlanException(
                    "expected an image (h, w, c) or a batch of them (n, h, w, c), found " + shape);
        }
        return new ImageExtent(shape.extent(-3), shape.extent(-2), shape.extent(-1));
    }

    public Shape batch(int n) {
        return Shape.of(n, h, w, c);
    }

    public int elements() {
        return h * w * c;
    }

    @Override
    public String toString() {
        return h + "x" + w + "x" + c;
    }
}
