package dev.hourglass.onednn;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ImageExtent;

/** How the pixels of the two sides of a convolution lie to each other, tap by tap. */
final class Planes {

    /** Which side is the source. */
    enum Direction {
        /** From large to small. */
        FORWARD,
        /** From small to large. */
        ADJOINT
    }

    private final ConvGeometry g;
    private final Direction direction;
    private final boolean aligned;

    Planes(ConvGeometry geometry, Direction direction) {
        g = geometry;
        this.direction = direction;
        var stride = g.window().stride();
        aligned = stride.h() == 1 && stride.w() == 1 && g.large().h() == g.small().h()
                && g.large().w() == g.small().w();
    }

    boolean isForward() {
        return direction == Direction.FORWARD;
    }

    int sourcePixels() {
        return pixels(isForward() ? g.large() : g.small());
    }

    int resultPixels() {
        return pixels(isForward() ? g.small() : g.large());
    }

    private static int pixels(ImageExtent image) {
        return image.h() * image.w();
    }

    /** Adds what the source contributes by a tap to the result; the plane may be changed. */
    void add(int tap, float[] plane, float[] result) {
        int kernelW = g.window().kernel().w();
        int dy = tap / kernelW * g.window().dilation().h() - g.window().pad().h();
        int dx = tap % kernelW * g.window().dilation().w() - g.window().pad().w();
        if (aligned) {
            int sign = isForward() ? 1 : -1;
            addAligned(sign * dy, sign * dx, plane, result);
        } else {
            addStrided(dy, dx, plane, result);
        }
    }

    /**
     * Both sides are of one size: pixel m of the result takes pixel m + shift of the plane, in one run
     * through the image. What would be taken from the other end of a neighbouring row is set to zero before.
     */
    private void addAligned(int dy, int dx, float[] plane, float[] result) {
        int w = g.large().w();
        int h = g.large().h();
        if (Math.abs(dx) >= w || Math.abs(dy) >= h) {
            return;
        }
        int firstCleared = dx > 0 ? 0 : w + dx;
        int endCleared = dx > 0 ? dx : w;
        for (int x = firstCleared; x < endCleared; x++) {
            for (int at = x; at < plane.length; at += w) {
                plane[at] = 0;
            }
        }
        int shift = dy * w + dx;
        int from = Math.max(0, -shift);
        int to = Math.min(result.length, result.length - shift);
        for (int m = from; m < to; m++) {
            result[m] += plane[m + shift];
        }
    }

    private void addStrided(int dy, int dx, float[] plane, float[] result) {
        int sh = g.window().stride().h();
        int sw = g.window().stride().w();
        for (int i = 0; i < g.small().h(); i++) {
            int y = i * sh + dy;
            for (int j = 0; y >= 0 && y < g.large().h() && j < g.small().w(); j++) {
                int x = j * sw + dx;
                if (x >= 0 && x < g.large().w()) {
                    int large = y * g.large().w() + x;
                    int small = i * g.small().w() + j;
                    if (isForward()) {
                        result[small] += plane[large];
                    } else {
                        result[large] += plane[small];
                    }
                }
            }
        }
    }
}
