package dev.hourglass.plan;

/**
 * The extents of both sides of a pooling. Padding never wins a maximum and is not counted in an average.
 *
 * @param n      images in the batch
 * @param large  the side the window slides over
 * @param small  the side with one position per window; same channels
 * @param window kernel, stride, padding; padding is less than the kernel, so no window is empty
 */
public record PoolGeometry(int n, ImageExtent large, ImageExtent small, Window window) {

    public PoolGeometry {
        if (large.c() != small.c()) {
            throw new PlanException(
                    "pooling keeps the channels: large has " + large.c() + ", small " + small.c());
        }
        if (window.pad().h() >= window.kernel().h() || window.pad().w() >= window.kernel().w()) {
            throw new PlanException("pooling " + window + ": padding must be less than the kernel");
        }
        if (!window.dilation().equals(Extent2.square(1))) {
            throw new PlanException("pooling " + window + ": dilation must be 1");
        }
        if (small.h() != window.smallH(large.h()) || small.w() != window.smallW(large.w())) {
            throw new PlanException("pooling " + window + ": large side " + large + " gives a small side of "
                    + window.smallH(large.h()) + "x" + window.smallW(large.w()) + ", found " + small);
        }
    }

    public static PoolGeometry over(int n, ImageExtent large, Window window) {
        var small = new ImageExtent(window.smallH(large.h()), window.smallW(large.w()), large.c());
        return new PoolGeometry(n, large, small, window);
    }

    public Shape largeShape() {
        return large.batch(n);
    }

    public Shape smallShape() {
        return small.batch(n);
    }

    @Override
    public String toString() {
        return large + " > " + small + " " + window;
    }
}
