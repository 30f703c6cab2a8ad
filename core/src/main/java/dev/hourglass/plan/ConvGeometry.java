package dev.hourglass.plan;

/**
 * The extents of <em>both</em> sides of a convolution, so that nothing about it is ambiguous. {@code large}
 * is the side the window slides over, {@code small} has one position per window. A convolution maps large to
 * small, a transposed convolution small to large, and each is the adjoint of the other.
 *
 * @param n      images in the batch
 * @param large  the side the window slides over
 * @param small  the side with one position per window
 * @param window kernel, stride, padding, dilation
 * @param groups divides both channel counts; group j of small sees only group j of large
 */
public record ConvGeometry(int n, ImageExtent large, ImageExtent small, Window window, int groups) {

    public ConvGeometry {
        if (n < 1 || groups < 1) {
            throw new PlanException(
                    "convolution: batch " + n + " and groups " + groups + " must be at least 1");
        }
        if (large.c() % groups != 0 || small.c() % groups != 0) {
            throw new PlanException(
                    "convolution: " + groups + " groups do not divide the channels " + large.c()
                            + " and " + small.c());
        }
        if (small.h() != window.smallH(large.h()) || small.w() != window.smallW(large.w())) {
            throw new PlanException(
                    "convolution " + window + ": large side " + large + " gives a small side of "
                            + window.smallH(large.h()) + "x" + window.smallW(large.w()) + ", found " + small);
        }
    }

    /** The geometry of a convolution over {@code large} that yields {@code channels}. */
    public static ConvGeometry over(int n, ImageExtent large, int channels, Window window, int groups) {
        var small = new ImageExtent(window.smallH(large.h()), window.smallW(large.w()), channels);
        return new ConvGeometry(n, large, small, window, groups);
    }

    public Shape largeShape() {
        return large.batch(n);
    }

    public Shape smallShape() {
        return small.batch(n);
    }

    /** (small.c, kh, kw, large.c / groups): the filter's shape for every op that uses it. */
    public Shape filterShape() {
        return Shape.of(small.c(), window.kernel().h(), window.kernel().w(), large.c() / groups);
    }

    /** Multiplications and additions of one pass, counting taps that fall into the padding too. */
    public long flops() {
        return 2L * n * small.h() * small.w() * filterShape().elements();
    }

    @Override
    public String toString() {
        return large + " > " + small + " " + window + (groups == 1 ? "" : " g" + groups);
    }
}
