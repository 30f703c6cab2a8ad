package dev.hourglass.evaluation;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;

/** Reads a data set in blocks of some megabytes, so that memory does not grow with the number of rows. */
final class RowBlocks {
    private static final int VALUES = 1 << 19;

    /** What is done with a block. */
    interface Visitor {
        /**
         * @param values rows of {@code width} values each; only the first {@code rows} are filled
         * @param first  number of the block's first row
         */
        void visit(double[] values, int first, int rows);
    }

    private RowBlocks() {
    }

    /** Visits all rows in order; every value has been checked to be finite. */
    static void visit(Dataset data, Visitor visitor) {
        int width = data.shape().elements();
        int most = Math.clamp(VALUES / width, 1, data.size());
        float[] row = new float[width];
        double[] block = new double[most * width];
        for (int first = 0; first < data.size(); first += most) {
            int rows = Math.min(most, data.size() - first);
            for (int r = 0; r < rows; r++) {
                data.read(first + r, row, 0);
                for (int j = 0; j < width; j++) {
                    if (!Float.isFinite(row[j])) {
                        throw new DataException(data.name() + ": row " + (first + r) + ", column " + j
                                + " (counted from 0): expected a finite number, found " + row[j]);
                    }
                    block[r * width + j] = row[j];
                }
            }
            visitor.visit(block, first, rows);
        }
    }
}
