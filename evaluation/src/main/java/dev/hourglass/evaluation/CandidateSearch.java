package dev.hourglass.evaluation;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds the nearest of many rows for each of many others, in blocks: one product of matrices on a backend
 * gives a block of distances, and each row keeps its best so far.
 */
final class CandidateSearch implements AutoCloseable {
    private static final int QUERIES = 500;
    private static final int OTHERS = 4000;

    /** What is told of each row. */
    interface Found {
        /** @param candidates numbers of the rows found, in no order; called by several threads at once */
        void found(int row, int[] candidates);
    }

    private final float[] all;
    private final int columns;
    private final int keep;
    private final float[] squares;
    private final Slot queries;
    private final Slot others;
    private final Slot products;
    private final Session session;

    CandidateSearch(float[] all, int columns, int keep, Backend backend) {
        this.all = all;
        this.columns = columns;
        int size = all.length / columns;
        this.keep = Math.min(keep, size);
        this.squares = new float[size];
        for (int r = 0; r < size; r++) {
            double sum = 0;
            for (int j = r * columns; j < (r + 1) * columns; j++) {
                sum += (double) all[j] * all[j];
            }
            squares[r] = (float) sum;
        }
        int block = Math.min(OTHERS, size);
        Slot[] slots = new Slot[3];
        var program = ProgramBuilder.build(0, builder -> {
            slots[0] = builder.port("queries", Shape.of(QUERIES, columns), DType.F32, Role.INPUT);
            slots[1] = builder.port("others", Shape.of(block, columns), DType.F32, Role.INPUT);
            slots[2] = builder.port("products", Shape.of(QUERIES, block), DType.F32, Role.RESULT);
            builder.routine(Routine.EVALUATE, Mode.INFER).add(new MatrixOp.Gemm(slots[0],
                    MatrixOp.Layout.PLAIN, slots[1], MatrixOp.Layout.TRANSPOSED, slots[2], Write.SET));
        });
        this.queries = slots[0];
        this.others = slots[1];
        this.products = slots[2];
        this.session = Session.open(program, backend);
    }

    void run(float[] rows, Found found) {
        int size = rows.length / columns;
        int block = others.shape().extent(0);
        for (int first = 0; first < size; first += QUERIES) {
            int count = Math.min(QUERIES, size - first);
            session.write(queries, block(rows, first, QUERIES));
            Best[] best = new Best[count];
            Arrays.setAll(best, _ -> new Best(keep));
            for (int start = 0; start < squares.length; start += block) {
                session.write(others, block(all, start, block));
                session.run(Routine.EVALUATE);
                float[] values = session.read(products);
                int from = start;
                int there = Math.min(block, squares.length - start);
                IntStream.range(0, count).parallel().forEach(q -> {
                    for (int t = 0; t < there; t++) {
                        // The row's own square is the same for all: it does not change which are nearest.
                        best[q].offer(squares[from + t] - 2 * values[q * block + t], from + t);
                    }
                });
            }
            int base = first;
            IntStream.range(0, count).parallel().forEach(q -> found.found(base + q, best[q].rows));
        }
    }

    private float[] block(float[] values, int first, int rows) {
        float[] block = new float[rows * columns];
        int start = first * columns;
        System.arraycopy(values, start, block, 0, Math.min(block.length, values.length - start));
        return block;
    }

    @Override
    public void close() {
        session.close();
    }

    /** The smallest distances seen; the largest of them is known, so most offers cost one comparison. */
    private static final class Best {
        private final float[] distances;
        private final int[] rows;
        private int worst;

        Best(int keep) {
            distances = new float[keep];
            rows = new int[keep];
            Arrays.fill(distances, Float.POSITIVE_INFINITY);
        }

        void offer(float distance, int row) {
            if (distance >= distances[worst]) {
                return;
            }
            distances[worst] = distance;
            rows[worst] = row;
            for (int i = 0; i < distances.length; i++) {
                if (distances[i] > distances[worst]) {
                    worst = i;
                }
            }
        }
    }
}
