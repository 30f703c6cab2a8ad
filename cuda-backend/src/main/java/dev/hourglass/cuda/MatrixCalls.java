package dev.hourglass.cuda;

import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.Write;
import java.lang.foreign.ValueLayout;
import jcuda.cudaDataType;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasOperation;

/**
 * Products of matrices by cuBLAS, which counts by columns: what lies there row by row is the transposed
 * matrix to it, so it is asked for outᵀ = op(b)ᵀ · op(a)ᵀ. In MIXED both factors are bfloat16, the result is
 * as wide as its slot, and sums are float32.
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
        long aBytes = Scratch.align(op.a().bytes());
        long bBytes = Scratch.align(op.b().bytes());
        b.trials().run(aBytes + bBytes + op.out().bytes(), "trying " + Binding.name(op), at -> {
            var tried = new Operands();
            tried.placeFirst(at);
            tried.placeSecond(at + aBytes);
            tried.placeOut(at + aBytes + bBytes);
            step(op, b, one, beta, tried).enqueue();
        });
        var operands = new Operands();
        var product = new ProductOperands(b, 0);
        product.read(op.a(), operands::placeFirst);
        product.read(op.b(), operands::placeSecond);
        operands.placeOut(b.at(op.out()));
        b.add(step(op, b, one, beta, operands));
    }

    /** Addresses of the factors and the result; those in scratch memory are known last. */
    private static final class Operands {
        private DevicePointer first;
        private DevicePointer second;
        private DevicePointer out;

        void placeFirst(long address) {
            first = new DevicePointer(address);
        }

        void placeSecond(long address) {
            second = new DevicePointer(address);
        }

        void placeOut(long address) {
            out = new DevicePointer(address);
        }
    }

    private static Step step(Gemm op, Binding b, NativePointer one, NativePointer beta, Operands o) {
        var handle = b.device().blas();
        boolean aPlain = op.aLayout() == Layout.PLAIN;
        boolean bPlain = op.bLayout() == Layout.PLAIN;
        int m = op.m();
        int n = op.n();
        int k = op.k();
        boolean mixed = b.isMixed();
        int outType = b.isNarrow(op.out()) ? cudaDataType.CUDA_R_16BF : cudaDataType.CUDA_R_32F;
        return () -> {
            int status = mixed
                    ? JCublas2.cublasGemmEx_new(handle, operation(bPlain), operation(aPlain), n, m, k, one,
                            o.second, cudaDataType.CUDA_R_16BF, bPlain ? n : k, o.first,
                            cudaDataType.CUDA_R_16BF, aPlain ? k : m, beta, o.out, outType, n,
                            cublasComputeType.CUBLAS_COMPUTE_32F, cublasGemmAlgo.CUBLAS_GEMM_DEFAULT)
                    : JCublas2.cublasSgemm(handle, operation(bPlain), operation(aPlain), n, m, k, one,
                            o.second, bPlain ? n : k, o.first, aPlain ? k : m, beta, o.out, n);
            if (status != 0) {
                Calls.checkBlas(status, "a product " + m + "x" + k + " · " + k + "x" + n);
            }
        };
    }

    private static int operation(boolean plain) {
        return plain ? cublasOperation.CUBLAS_OP_N : cublasOperation.CUBLAS_OP_T;
    }
}
