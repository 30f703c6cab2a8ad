package dev.hourglass.data;

import dev.hourglass.random.PhiloxGenerator;
import java.util.Arrays;

/**
 * Writes digits by hand, as it were: every number drawn decides something about the hand. The spreads were
 * set so that mean and deviation of the grey levels (0.131, 0.309) are MNIST's (0.1307, 0.3081), and a
 * network that has seen only MNIST reads 96 % of these digits. StrictMath, so that every machine paints the
 * same. For one thread.
 */
final class DigitPainter {
    static final int SIDE = 28;
    /** The larger side of a digit's ink, as in MNIST. */
    private static final float BOX = 20;
    private static final int MOST_POINTS = 512;
    private static final int WAVES = 3;
    /** Pixels between neighbouring points of a sampled stroke. */
    private static final float STEP = 0.7f;
    /** Width of a stroke's grey edge in pixels. */
    private static final float SOFTNESS = 1;

    private final float[] knotX = new float[32];
    private final float[] knotY = new float[32];
    private final float[] x = new float[MOST_POINTS];
    private final float[] y = new float[MOST_POINTS];
    private final float[] radius = new float[MOST_POINTS];
    private final boolean[] penUp = new boolean[MOST_POINTS];
    private final float[] ink = new float[SIDE * SIDE];
    private int count;

    /** Paints SIDE x SIDE grey levels, white ink on black. */
    void paint(DigitShape shape, PhiloxGenerator draws, byte[] into, int offset) {
        // How sloppy the hand is; most are a little neater than the mean.
        float sloppiness = (float) StrictMath.exp(0.35f * gaussian(draws) - 0.15f);
        bend(shape, sloppiness, draws);
        lean(shape.size(), draws);
        sample(shape);
        press(draws);
        place(draws);
        float level = Math.min(1, 0.97f + 0.06f * draws.nextFloat());
        rub();
        for (int i = 0; i < ink.length; i++) {
            into[offset + i] = (byte) Math.round(255 * Math.min(1, level * ink[i]));
        }
    }

    /**
     * Moves the points by a few long waves, which bend the whole figure, and each point a little by itself.
     */
    private void bend(DigitShape shape, float sloppiness, PhiloxGenerator draws) {
        for (int i = 0; i < shape.size(); i++) {
            knotX[i] = shape.x(i) + 0.019f * sloppiness * gaussian(draws);
            knotY[i] = shape.y(i) + 0.019f * sloppiness * gaussian(draws);
        }
        for (int wave = 0; wave < WAVES; wave++) {
            float u = 2.2f * gaussian(draws);
            float v = 2.2f * gaussian(draws);
            float phase = 6.2831853f * draws.nextFloat();
            float dx = 0.045f * sloppiness * gaussian(draws);
            float dy = 0.045f * sloppiness * gaussian(draws);
            for (int i = 0; i < shape.size(); i++) {
                float sine = (float) StrictMath.sin(u * shape.x(i) + v * shape.y(i) + phase);
                knotX[i] += dx * sine;
                knotY[i] += dy * sine;
            }
        }
    }

    /** Width, slant and rotation. */
    private void lean(int size, PhiloxGenerator draws) {
        float width = (float) StrictMath.exp(0.19f * gaussian(draws));
        float slant = 0.16f + 0.24f * gaussian(draws);
        float angle = 0.11f * gaussian(draws);
        float cos = (float) StrictMath.cos(angle);
        float sin = (float) StrictMath.sin(angle);
        for (int i = 0; i < size; i++) {
            float across = width * (knotX[i] - 0.5f) - slant * (knotY[i] - 0.5f);
            float down = knotY[i] - 0.5f;
            knotX[i] = cos * across - sin * down;
            knotY[i] = sin * across + cos * down;
        }
    }

    /** Puts points on the curve through the knots (a Catmull-Rom spline), some 25 to a unit of length. */
    private void sample(DigitShape shape) {
        count = 0;
        for (int i = 0; i < shape.size(); i++) {
            if (shape.isLast(i)) {
                add(knotX[i], knotY[i], true);
                continue;
            }
            boolean fresh = i == 0 || shape.isLast(i - 1) || shape.isCorner(i);
            boolean ends = shape.isLast(i + 1) || shape.isCorner(i + 1);
            float beforeX = fresh ? 2 * knotX[i] - knotX[i + 1] : knotX[i - 1];
            float beforeY = fresh ? 2 * knotY[i] - knotY[i + 1] : knotY[i - 1];
            float afterX = ends ? 2 * knotX[i + 1] - knotX[i] : knotX[i + 2];
            float afterY = ends ? 2 * knotY[i + 1] - knotY[i] : knotY[i + 2];
            int steps = 1 + (int) (BOX / STEP * distance(knotX[i + 1] - knotX[i], knotY[i + 1] - knotY[i]));
            for (int s = 0; s < steps; s++) {
                float t = (float) s / steps;
                add(spline(beforeX, knotX[i], knotX[i + 1], afterX, t),
                        spline(beforeY, knotY[i], knotY[i + 1], afterY, t), false);
            }
        }
    }

    private void add(float px, float py, boolean up) {
        if (count < MOST_POINTS) {
            x[count] = px;
            y[count] = py;
            penUp[count++] = up;
        }
    }

    private static float spline(float a, float b, float c, float d, float t) {
        return b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }

    /**
     * Radius of the pen in pixels at each point: the pen, a nib's direction, and pressure that comes and
     * goes.
     */
    private void press(PhiloxGenerator draws) {
        float pen = 1.21f * (float) StrictMath.exp(0.25f * gaussian(draws));
        float nib = 0.1f * Math.abs(gaussian(draws));
        float nibAngle = 0.8f + 0.4f * gaussian(draws);
        float nibX = (float) StrictMath.cos(nibAngle);
        float nibY = (float) StrictMath.sin(nibAngle);
        float slow = 0;
        float fast = 0;
        for (int i = 0; i < count; i++) {
            int next = penUp[i] ? Math.max(0, i - 1) : i + 1;
            float dx = x[next] - x[i];
            float dy = y[next] - y[i];
            float along = (dx * nibX + dy * nibY) / (distance(dx, dy) + 1e-6f);
            slow = 0.94f * slow + 0.05f * gaussian(draws);
            fast = 0.6f * fast + 0.06f * gaussian(draws);
            boolean end = penUp[i] || i == 0 || penUp[i - 1];
            float pressure = 1 + slow + fast + nib * (0.5f - along * along) - (end ? 0.15f : 0);
            radius[i] = Math.clamp(pen * pressure, 0.45f, 3.2f);
        }
    }

    /**
     * Scales the ink to the box and moves its centre of mass to the middle, as far as the ink stays within.
     */
    private void place(PhiloxGenerator draws) {
        float left = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float bottom = -Float.MAX_VALUE;
        float thick = 0;
        for (int i = 0; i < count; i++) {
            left = Math.min(left, x[i]);
            right = Math.max(right, x[i]);
            top = Math.min(top, y[i]);
            bottom = Math.max(bottom, y[i]);
            thick = Math.max(thick, radius[i]);
        }
        float scale = (BOX - 1.6f * thick) / Math.max(right - left, bottom - top);
        float massX = 0;
        float massY = 0;
        float mass = 0;
        for (int i = 0; i < count; i++) {
            x[i] *= scale;
            y[i] *= scale;
            massX += radius[i] * x[i];
            massY += radius[i] * y[i];
            mass += radius[i];
        }
        float margin = 1 + 0.8f * thick;
        float shiftX = Math.clamp(SIDE / 2f - massX / mass + draws.nextFloat() - 0.5f, margin - scale * left,
                SIDE - margin - scale * right);
        float shiftY = Math.clamp(SIDE / 2f - massY / mass + draws.nextFloat() - 0.5f, margin - scale * top,
                SIDE - margin - scale * bottom);
        for (int i = 0; i < count; i++) {
            x[i] += shiftX;
            y[i] += shiftY;
        }
    }

    /** Inks every pixel by how deep it lies within the pen's path. */
    private void rub() {
        Arrays.fill(ink, 0);
        for (int i = 0; i + 1 < count; i++) {
            if (!penUp[i]) {
                segment(i);
            }
        }
    }

    private void segment(int i) {
        float dx = x[i + 1] - x[i];
        float dy = y[i + 1] - y[i];
        float square = dx * dx + dy * dy + 1e-9f;
        float reach = Math.max(radius[i], radius[i + 1]) + SOFTNESS / 2;
        int top = Math.max(0, (int) (Math.min(y[i], y[i + 1]) - reach));
        int bottom = Math.min(SIDE - 1, (int) (Math.max(y[i], y[i + 1]) + reach));
        int left = Math.max(0, (int) (Math.min(x[i], x[i + 1]) - reach));
        int right = Math.min(SIDE - 1, (int) (Math.max(x[i], x[i + 1]) + reach));
        for (int row = top; row <= bottom; row++) {
            float py = row + 0.5f - y[i];
            for (int column = left; column <= right; column++) {
                float px = column + 0.5f - x[i];
                float t = Math.clamp((px * dx + py * dy) / square, 0f, 1f);
                float away = distance(px - t * dx, py - t * dy);
                float within = radius[i] + t * (radius[i + 1] - radius[i]) - away;
                float cover = Math.min(1, within / SOFTNESS + 0.5f);
                if (cover > ink[row * SIDE + column]) {
                    ink[row * SIDE + column] = cover;
                }
            }
        }
    }

    private static float gaussian(PhiloxGenerator draws) {
        return (float) draws.nextGaussian();
    }

    private static float distance(float dx, float dy) {
        return (float) Math.sqrt(dx * dx + dy * dy);
    }
}
