package dev.hourglass.nd4j;

import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.Write;

/** Sums a matrix over its rows: a product with a vector of ones, lane by lane, then over the lanes. */
final class ColumnSums {
    /** Rows summed at a time; short sums lose fewer bits. */
    private static final int ROWS = 1024;

    private final Binding binding;
    private final Place matrix;
    private final int columns;
    private final Place ones;
    private final Place partial;

    ColumnSums(Binding binding, Place matrix, int columns) {
        this.binding = binding;
        this.matrix = matrix;
        this.columns = columns;
        int rows = Math.min(ROWS, matrix.elements() / columns);
        ones = binding.scratch(rows);
        for (int i = 0; i < rows; i++) {
            ones.set(i, 1);
        }
        partial = binding.scratch(Math.multiplyExact(binding.lanes(), columns));
    }

    void bind(Place sums, Write write) {
        binding.add(this::sumLane);
        binding.alone(lane -> total(sums, write));
    }

    private void sumLane(Lane lane) {
        int rows = matrix.elements() / columns;
        long result = partial.at((long) lane.index() * columns);
        int end = lane.to(rows);
        float beta = 0;
        for (int row = lane.from(rows); row < end; row += ROWS) {
            int count = Math.min(ROWS, end - row);
            Blas.gemvTransposed(count, columns, matrix.at((long) row * columns), columns, ones.address(),
                    beta, result);
            beta = 1;
        }
    }

    private void total(Place sums, Write write) {
        for (int c = 0; c < columns; c++) {
            double sum = write == Write.ADD ? sums.get(c) : 0;
            for (int lane = 0; lane < binding.lanes(); lane++) {
                sum += partial.get((long) lane * columns + c);
            }
            sums.set(c, (float) sum);
        }
    }
}
