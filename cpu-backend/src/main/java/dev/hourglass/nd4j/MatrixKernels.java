package dev.hourglass.nd4j;

import dev.hourglass.loops.Place;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.Write;

/** Products of matrices: each lane computes its rows of the result, or its columns where those are more. */
final class MatrixKernels {
    private final Binding binding;

    MatrixKernels(Binding binding) {
        this.binding = binding;
    }

    void bind(MatrixOp op) {
        switch (op) {
            case Gemm gemm -> gemm(gemm);
        }
    }

    private void gemm(Gemm op) {
        int m = op.m();
        int n = op.n();
        int k = op.k();
        boolean aTransposed = op.aLayout() == Layout.TRANSPOSED;
        boolean bTransposed = op.bLayout() == Layout.TRANSPOSED;
        int aRow = aTransposed ? m : k;
        int bRow = bTransposed ? k : n;
        float beta = op.write() == Write.ADD ? 1 : 0;
        Place a = binding.place(op.a());
        Place b = binding.place(op.b());
        Place out = binding.place(op.out());
        if (m >= n) {
            binding.add(lane -> {
                int from = lane.from(m);
                int rows = lane.to(m) - from;
                if (rows > 0) {
                    Blas.gemm(aTransposed, bTransposed, rows, n, k,
                            a.at(aTransposed ? from : (long) from * k), aRow,
                            b.address(), bRow, beta, out.at((long) from * n), n);
                }
            });
        } else {
            binding.add(lane -> {
                int from = lane.from(n);
                int columns = lane.to(n) - from;
                if (columns > 0) {
                    Blas.gemm(aTransposed, bTransposed, m, columns, k, a.address(), aRow,
                            b.at(bTransposed ? (long) from * k : from), bRow, beta, out.at(from), n);
                }
            });
        }
    }
}
