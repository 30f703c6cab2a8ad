package dev.hourglass.plan;

import java.util.List;

/** Products of matrices. */
public sealed interface MatrixOp extends Op {

    /** Whether a matrix is used as it lies or transposed. */
    enum Layout {
        PLAIN, TRANSPOSED;

        public Layout flipped() {
            return this == PLAIN ? TRANSPOSED : PLAIN;
        }
    }

    /**
     * out = op(a) · op(b). Every slot is read as a row-major matrix: its first extent gives the rows, the
     * product of the others the columns, so a batch of images is a matrix with one image per row.
     *
     * @param a       (m, k), or (k, m) when transposed
     * @param aLayout how a is used
     * @param b       (k, n), or (n, k) when transposed
     * @param bLayout how b is used
     * @param out     (m, n)
     * @param write   whether the product replaces out or is added to it
     */
    record Gemm(Slot a, Layout aLayout, Slot b, Layout bLayout, Slot out, Write write)
            implements MatrixOp, Differentiable {

        public Gemm {
            int m = aLayout == Layout.PLAIN ? rows(a) : columns(a);
            int n = bLayout == Layout.PLAIN ? columns(b) : rows(b);
            int inner = aLayout == Layout.PLAIN ? columns(a) : rows(a);
            int other = bLayout == Layout.PLAIN ? rows(b) : columns(b);
            if (inner != other) {
                throw new PlanException(
                        "Gemm: " + a + " and " + b + " have inner extents " + inner + " and " + other);
            }
            if (rows(out) != m || columns(out) != n) {
                throw new PlanException("Gemm: " + out + " must be a matrix [" + m + "x" + n + "]");
            }
            Check.apart("Gemm", out, a, b);
        }

        static int rows(Slot slot) {
            return slot.shape().rank() == 0 ? 1 : slot.shape().extent(0);
        }

        static int columns(Slot slot) {
            return slot.elements() / rows(slot);
        }

        /** Rows of the result. */
        public int m() {
            return rows(out);
        }

        /** Columns of the result. */
        public int n() {
            return columns(out);
        }

        /** Terms in each sum. */
        public int k() {
            return aLayout == Layout.PLAIN ? columns(a) : rows(a);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, out, a, b);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }

        @Override
        public long flops() {
            return 2L * m() * n() * k();
        }

        @Override
        public String detail() {
            return m() + "x" + k() + (aLayout == Layout.TRANSPOSED ? "ᵀ" : "") + " · " + k() + "x" + n()
                    + (bLayout == Layout.TRANSPOSED ? "ᵀ" : "") + (write == Write.ADD ? " +=" : "");
        }
    }
}
