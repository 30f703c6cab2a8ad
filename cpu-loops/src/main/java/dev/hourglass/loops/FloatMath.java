package dev.hourglass.loops;

/**
 * Transcendental functions over a lane's buffers, written so that the compiler vectorises them: no branches,
 * no calls. Within two units in the last place.
 */
public final class FloatMath {
    private static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts; the first has so few bits that its product with an exponent is exact. */
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float LARGEST = 88.37f;
    private static final float SMALLEST = -87.33f;
    /** Adding and subtracting it rounds to an integer. */
    private static final float ROUNDER = 0x1.8p23f;
    private static final int BIAS = 127;
    private static final int MANTISSA = 23;

    private FloatMath() {
    }

    /**
     * values[i] = exp(values[i]), saturating near the largest and smallest normal float. Uses integer buffer
     * 5 and float buffer 5. With x = k ln 2 + r: exp(x) = 2ᵏ · exp(r), the latter by its series.
     */
    public static void exp(Lane lane, float[] values, int count) {
        int[] bits = lane.ints(5);
        float[] power = lane.floats(5);
        for (int i = 0; i < count; i++) {
            float x = Math.max(SMALLEST, Math.min(LARGEST, values[i]));
            float k = (x * LOG2_E + ROUNDER) - ROUNDER;
            float r = (x - k * LN2_HIGH) - k * LN2_LOW;
            bits[i] = ((int) k + BIAS) << MANTISSA;
            float series = 1 / 720f + r * (1 / 5040f);
            series = 1 / 120f + r * series;
            series = 1 / 24f + r * series;
            series = 1 / 6f + r * series;
            series = 0.5f + r * series;
            values[i] = 1 + (r + r * r * series);
        }
        lane.bitsToFloats(5, 5, count);
        for (int i = 0; i < count; i++) {
            values[i] *= power[i];
        }
    }

    /** values[i] = 1 / (1 + exp(−values[i])), with the buffers of {@link #exp}. */
    public static void sigmoid(Lane lane, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = -values[i];
        }
        exp(lane, values, count);
        for (int i = 0; i < count; i++) {
            values[i] = 1 / (1 + values[i]);
        }
    }

    /** log(1 + e) for e in [0, 1], as 2 artanh(e / (2 + e)) by its series. */
    public static float log1p(float e) {
        float s = e / (2 + e);
        float square = s * s;
        float series = 1 / 15f + square * (1 / 17f);
        series = 1 / 13f + square * series;
        series = 1 / 11f + square * series;
        series = 1 / 9f + square * series;
        series = 1 / 7f + square * series;
        series = 1 / 5f + square * series;
        series = 1 / 3f + square * series;
        return 2 * (s + s * square * series);
    }
}
