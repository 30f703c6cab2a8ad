package dev.hourglass.onednn;

import dev.hourglass.plan.PoolGeometry;
import java.util.Arrays;

/** One image of a pooling on the heap, and its windows; only the taps inside the image count. */
final class PoolWindows {
    /** Twice this turns the smallest difference of two floats into more than 1. */
    private static final float BIG = 3e38f;

    private final PoolGeometry g;
    private final int channels;
    private final float[] large;
    private final float[] small;
    private final float[] gradient;
    private final float[] maximum;
    private final float[] rest;

    PoolWindows(PoolGeometry geometry) {
        g = geometry;
        channels = g.large().c();
        large = new float[g.large().elements()];
        small = new float[g.small().elements()];
        gradient = new float[g.large().elements()];
        maximum = new float[channels];
        rest = new float[channels];
    }

    float[] large() {
        return large;
    }

    /** The small side, or its gradient. */
    float[] small() {
        return small;
    }

    /** Gradient of the large side. */
    float[] gradient() {
        return gradient;
    }

    private int top(int i) {
        return Math.max(0, i * g.window().stride().h() - g.window().pad().h());
    }

    private int bottom(int i) {
        return Math.min(g.large().h(),
                i * g.window().stride().h() - g.window().pad().h() + g.window().kernel().h());
    }

    private int left(int j) {
        return Math.max(0, j * g.window().stride().w() - g.window().pad().w());
    }

    private int right(int j) {
        return Math.min(g.large().w(),
                j * g.window().stride().w() - g.window().pad().w() + g.window().kernel().w());
    }

    private int pixel(int y, int x) {
        return (y * g.large().w() + x) * channels;
    }

    private int smallPixel(int i, int j) {
        return (i * g.small().w() + j) * channels;
    }

    /** small = the largest tap of each window. */
    void largest() {
        Arrays.fill(small, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < g.small().h(); i++) {
            for (int j = 0; j < g.small().w(); j++) {
                largest(i, j, small, smallPixel(i, j));
            }
        }
    }

    private void largest(int i, int j, float[] into, int at) {
        for (int y = top(i); y < bottom(i); y++) {
            for (int x = left(j); x < right(j); x++) {
                int tap = pixel(y, x);
                for (int c = 0; c < channels; c++) {
                    into[at + c] = Math.max(into[at + c], large[tap + c]);
                }
            }
        }
    }

    /** small = the mean tap of each window. */
    void average() {
        Arrays.fill(small, 0);
        for (int i = 0; i < g.small().h(); i++) {
            for (int j = 0; j < g.small().w(); j++) {
                int at = smallPixel(i, j);
                for (int y = top(i); y < bottom(i); y++) {
                    for (int x = left(j); x < right(j); x++) {
                        add(large, pixel(y, x), small, at, 1);
                    }
                }
                float share = share(i, j);
                for (int c = 0; c < channels; c++) {
                    small[at + c] *= share;
                }
            }
        }
    }

    private float share(int i, int j) {
        return 1f / ((bottom(i) - top(i)) * (right(j) - left(j)));
    }

    /** gradient += small's, evenly over each window. */
    void spreadEvenly() {
        for (int i = 0; i < g.small().h(); i++) {
            for (int j = 0; j < g.small().w(); j++) {
                for (int y = top(i); y < bottom(i); y++) {
                    for (int x = left(j); x < right(j); x++) {
                        add(small, smallPixel(i, j), gradient, pixel(y, x), share(i, j));
                    }
                }
            }
        }
    }

    private void add(float[] from, int at, float[] into, int to, float factor) {
        for (int c = 0; c < channels; c++) {
            into[to + c] += factor * from[at + c];
        }
    }

    /** gradient += small's, at the first largest tap of each window. */
    void spreadToLargest() {
        for (int i = 0; i < g.small().h(); i++) {
            for (int j = 0; j < g.small().w(); j++) {
                Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
                largest(i, j, maximum, 0);
                System.arraycopy(small, smallPixel(i, j), rest, 0, channels);
                for (int y = top(i); y < bottom(i); y++) {
                    for (int x = left(j); x < right(j); x++) {
                        take(pixel(y, x));
                    }
                }
            }
        }
    }

    /**
     * Gives a tap what is left of the window's gradient where it is the largest. Without a branch: which tap
     * is largest cannot be predicted, and 1 − min(1, huge · distance) is 1 at distance 0 and otherwise 0.
     */
    private void take(int tap) {
        for (int c = 0; c < channels; c++) {
            float share = (1 - Math.min(1, (maximum[c] - large[tap + c]) * BIG * BIG)) * rest[c];
            gradient[tap + c] += share;
            rest[c] -= share;
        }
    }
}
