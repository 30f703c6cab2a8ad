package dev.hourglass.plan;

/** A pair of numbers for the two axes of an image: kernel, stride, padding or dilation. */
public record Extent2(int h, int w) {

    public static Extent2 square(int side) {
        return new Extent2(side, side);
    }

    @Override
    public String toString() {
        return h + "x" + w;
    }
}
