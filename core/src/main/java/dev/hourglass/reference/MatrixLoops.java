package dev.hourglass.reference;

import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;

/** Products of matrices. */
final class MatrixLoops {
    /** Terms, or columns, taken together for all rows, so that their part of b stays in the cache. */
    private static final int TILE = 64;

    private MatrixLoops() {
    }

    static Kernel bind(MatrixOp op, ReferenceMemory memory) {
        return switch (op) {
            case Gemm o -> new Kernel(o.m(), o.flops(), o.bLayout() == Layout.PLAIN
                    ? rowSums(o, memory) : dotProducts(o, memory));
        };
    }

    /** out[i] = Σ over t of a[i, t] · b[t], row by row of b. */
    private static Kernel.Body rowSums(Gemm op, ReferenceMemory memory) {
        Place a = memory.at(op.a());
        Place b = memory.at(op.b());
        Place out = memory.at(op.out());
        int n = op.n();
        int k = op.k();
        int aRow = op.aLayout() == Layout.PLAIN ? k : 1;
        int aColumn = op.aLayout() == Layout.PLAIN ? 1 : op.m();
        return (from, to) -> {
            out.beginSums(from * n, (to - from) * n, op.write());
            for (int tile = 0; tile < k; tile += TILE) {
                int end = Math.min(k, tile + TILE);
                for (int i = from; i < to; i++) {
                    for (int t = tile; t < end; t++) {
                        double factor = a.at(i * aRow + t * aColumn);
                        Sums.add(out.values, out.start + i * n, factor, b.values, b.start + t * n, n);
                    }
                }
            }
            out.endSums(from * n, (to - from) * n);
        };
    }

    /** out[i, j] = a[i] · b[j], rows of a with rows of the transposed b. */
    private static Kernel.Body dotProducts(Gemm op, ReferenceMemory memory) {
        Place a = memory.at(op.a());
        Place b = memory.at(op.b());
        Place out = memory.at(op.out());
        int m = op.m();
        int n = op.n();
        int k = op.k();
        boolean rows = op.aLayout() == Layout.PLAIN;
        return (from, to) -> {
            for (int tile = 0; tile < n; tile += TILE) {
                int end = Math.min(n, tile + TILE);
                for (int i = from; i < to; i++) {
                    for (int j = tile; j < end; j++) {
                        double sum = rows ? Sums.dot(a.values, a.start + i * k, b.values, b.start + j * k, k)
                                : columnDot(a, i, m, b, j * k, k);
                        out.set(i * n + j, sum, op.write());
                    }
                }
            }
        };
    }

    private static double columnDot(Place a, int column, int stride, Place b, int start, int n) {
        double sum = 0;
        for (int t = 0; t < n; t++) {
            sum += a.at(column + t * stride) * b.at(start + t);
        }
        return sum;
    }
}
