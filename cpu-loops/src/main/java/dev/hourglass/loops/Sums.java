package dev.hourglass.loops;

/**
 * Sums over a lane's buffers in double. Four partial sums take turns: an addition need not wait for the one
 * before it, and the order is the same in every run.
 */
public final class Sums {
    private static final int PARTS = 4;

    private Sums() {
    }

    /** Sum of the first values of a buffer. */
    public static double of(float[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int whole = count - count % PARTS;
        for (int i = 0; i < whole; i += PARTS) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (int i = whole; i < count; i++) {
            a += values[i];
        }
        return (a + b) + (c + d);
    }

    /** Sum of their squares. */
    public static double ofSquares(float[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int whole = count - count % PARTS;
        for (int i = 0; i < whole; i += PARTS) {
            a += (double) values[i] * values[i];
            b += (double) values[i + 1] * values[i + 1];
            c += (double) values[i + 2] * values[i + 2];
            d += (double) values[i + 3] * values[i + 3];
        }
        for (int i = whole; i < count; i++) {
            a += (double) values[i] * values[i];
        }
        return (a + b) + (c + d);
    }
}
