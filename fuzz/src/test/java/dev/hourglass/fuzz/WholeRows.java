package dev.hourglass.fuzz;

import dev.hourglass.data.Dataset;

/** Data sets that were opened hold what they say. */
final class WholeRows {
    private static final int MOST = 1 << 22;

    private WholeRows() {
    }

    /** Reads the first and the last row; every value must be a finite number. */
    static void check(Dataset data) {
        int width = data.shape().elements();
        if (data.size() < 1 || width > MOST) {
            return;
        }
        float[] row = new float[width];
        for (int index : new int[] {0, data.size() - 1}) {
            data.read(index, row, 0);
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw new AssertionError("row " + index + " holds " + value);
                }
            }
            data.label(index);
        }
    }
}
