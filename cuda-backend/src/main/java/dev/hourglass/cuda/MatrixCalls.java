package dev.hourglass.cuda;

import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.Write;
import java.lang.foreign.ValueLayout;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasOperation;

/**
 * Products of matrices by cuBLAS, which counts by columns: what lies there row by row is the transposed
 * matrix to it, so it is asked for outᵀ = op(b)ᵀ · op(a)ᵀ.
 */
final class MatrixCalls {

    private MatrixCalls() {
    }

    static void bind(MatrixOp op, Binding b) {
        switch (op) {
            case Gemm o -> gemm(o, b);
        }
    }

    private static void gemm(Gemm op, Binding b) {
        var one = new NativePointer(b.arena().allocateFrom(ValueLayout.JAVA_FLOAT, 1).address());
        float keep = op.write() == Write.ADD ? 1 : 0;
        var beta = new NativePointer(b.arena().allocateFrom(ValueLayout.JAVA_FLOAT, keep).address());
        // Once over other memory, so that cuBLAS has loaded its kernels before a graph is captured.
        long aBytes = align(op.a().bytes());
        long bBytes = align(op.b().bytes());
        b.trials().run(aBytes + bBytes + op.out().bytes(), "trying " + Binding.name(op),
                at -> step(op, b, one, beta, new long[] {at, at + aBytes, at + aBytes + bBytes}).enqueue());
        b.add(step(op, b, one, beta, new long[] {b.at(op.a()), b.at(op.b()), b.at(op.out())}));
    }

    private static Step step(Gemm op, Binding b, NativePointer one, NativePointer beta, long[] addresses) {
        var handle = b.device().blas();
        boolean aPlain = op.aLayout() == Layout.PLAIN;
        boolean bPlain = op.bLayout() == Layout.PLAIN;
        int m = op.m();
        int n = op.n();
        int k = op.k();
        var first = new DevicePointer(addresses[0]);
        var second = new DevicePointer(addresses[1]);
        var out = new DevicePointer(addresses[2]);
        return () -> {
            int status = JCublas2.cublasSgemm(handle, operation(bPlain), operation(aPlain), n, m, k, one,
                    second, bPlain ? n : k, first, aPlain ? k : m, beta, out, n);
            if (status != 0) {
                Calls.checkBlas(status, "a product " + m + "x" + k + " · " + k + "x" + n);
            }
        };
    }

    private static int operation(boolean plain) {
        return plain ? cublasOperation.CUBLAS_OP_N : cublasOperation.CUBLAS_OP_T;
    }

    private static long align(long bytes) {
        return (bytes + 255) / 256 * 256;
    }
}
