package dev.hourglass.cli.compress;

import dev.hourglass.cli.Images;
import dev.hourglass.data.Dataset;

/** Reads runs of rows. */
final class RowReader {
    private RowReader() {
    }

    /** Rows one after the other; images are checked to have values from 0 to 1. */
    static float[] read(Dataset rows, int from, int count) {
        int width = rows.shape().elements();
        var values = new float[Math.multiplyExact(count, width)];
        for (int i = 0; i < count; i++) {
            if (rows.shape().rank() == 3) {
                Images.read(rows, from + i, values, i * width);
            } else {
                rows.read(from + i, values, i * width);
            }
        }
        return values;
    }
}
