package dev.hourglass.models.anomaly;

/** A number for each place of an image or of a code. */
final class Plain {
    private final int h;
    private final int w;
    private final float[] values;

    Plain(int h, int w, float[] values) {
        this.h = h;
        this.w = w;
        this.values = values;
    }

    /** The values, row by row; not a copy. */
    float[] values() {
        return values;
    }

    double max() {
        double most = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    /** Means over windows of side 2 · reach + 1, twice; at the border over what there is of them. */
    Plain smooth(int reach) {
        return across(reach).down(reach).across(reach).down(reach);
    }

    private Plain across(int reach) {
        var means = new float[values.length];
        for (int y = 0; y < h; y++) {
            average(y * w, 1, w, reach, means);
        }
        return new Plain(h, w, means);
    }

    private Plain down(int reach) {
        var means = new float[values.length];
        for (int x = 0; x < w; x++) {
            average(x, w, h, reach, means);
        }
        return new Plain(h, w, means);
    }

    private void average(int start, int stride, int count, int reach, float[] means) {
        double sum = 0;
        for (int i = 0; i < Math.min(reach, count); i++) {
            sum += values[start + i * stride];
        }
        for (int i = 0; i < count; i++) {
            if (i + reach < count) {
                sum += values[start + (i + reach) * stride];
            }
            if (i - reach - 1 >= 0) {
                sum -= values[start + (i - reach - 1) * stride];
            }
            int there = Math.min(i + reach, count - 1) - Math.max(i - reach, 0) + 1;
            means[start + i * stride] = (float) Math.max(0, sum / there);
        }
    }
}
