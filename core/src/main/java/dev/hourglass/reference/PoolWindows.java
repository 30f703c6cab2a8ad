package dev.hourglass.reference;

import dev.hourglass.plan.PoolGeometry;

/** The windows of a pooling; only the taps inside the image count. */
final class PoolWindows {
    final int smallH;
    final int smallW;
    final int channels;
    private final int largeH;
    private final int largeW;
    private final int kernelH;
    private final int kernelW;
    private final int strideH;
    private final int strideW;
    private final int padH;
    private final int padW;

    PoolWindows(PoolGeometry g) {
        smallH = g.small().h();
        smallW = g.small().w();
        channels = g.small().c();
        largeH = g.large().h();
        largeW = g.large().w();
        kernelH = g.window().kernel().h();
        kernelW = g.window().kernel().w();
        strideH = g.window().stride().h();
        strideW = g.window().stride().w();
        padH = g.window().pad().h();
        padW = g.window().pad().w();
    }

    private int top(int i) {
        return Math.max(0, i * strideH - padH);
    }

    private int bottom(int i) {
        return Math.min(largeH, i * strideH - padH + kernelH);
    }

    private int left(int j) {
        return Math.max(0, j * strideW - padW);
    }

    private int right(int j) {
        return Math.min(largeW, j * strideW - padW + kernelW);
    }

    private int large(int image, int y, int x, int c) {
        return ((image * largeH + y) * largeW + x) * channels + c;
    }

    int small(int image, int i, int j, int c) {
        return ((image * smallH + i) * smallW + j) * channels + c;
    }

    /** Taps of window (i, j) inside the image. */
    int taps(int i, int j) {
        return (bottom(i) - top(i)) * (right(j) - left(j));
    }

    /** Element of large that is the first largest of a window. */
    int largest(Place large, int image, int i, int j, int c) {
        int best = large(image, top(i), left(j), c);
        for (int y = top(i); y < bottom(i); y++) {
            for (int x = left(j); x < right(j); x++) {
                int at = large(image, y, x, c);
                if (large.at(at) > large.at(best)) {
                    best = at;
                }
            }
        }
        return best;
    }

    double sum(Place large, int image, int i, int j, int c) {
        double sum = 0;
        for (int y = top(i); y < bottom(i); y++) {
            for (int x = left(j); x < right(j); x++) {
                sum += large.at(large(image, y, x, c));
            }
        }
        return sum;
    }

    /** Adds a value to every tap of a window. */
    void spread(Place large, double value, int image, int i, int j, int c) {
        for (int y = top(i); y < bottom(i); y++) {
            for (int x = left(j); x < right(j); x++) {
                large.sum(large(image, y, x, c), value);
            }
        }
    }
}
