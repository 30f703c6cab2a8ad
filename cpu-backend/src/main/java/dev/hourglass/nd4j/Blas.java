package dev.hourglass.nd4j;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hourglass.spi.BackendException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Set;
import org.bytedeco.javacpp.Loader;

/**
 * The OpenBLAS of ND4J, called by address: no objects, no copies. Matrices are row-major. Only to be touched
 * after {@link Natives} has loaded the library.
 */
final class Blas {
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;

    private static final MethodHandle SGEMM = handle("cblas_sgemm",
            FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT,
                    JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT, JAVA_LONG, JAVA_INT, JAVA_LONG,
                    JAVA_INT, JAVA_FLOAT,
                    JAVA_LONG, JAVA_INT));
    private static final MethodHandle SGEMV = handle("cblas_sgemv",
            FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT,
                    JAVA_INT, JAVA_INT, JAVA_FLOAT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_FLOAT,
                    JAVA_LONG,
                    JAVA_INT));
    private static final String CORE = core();
    private static final boolean SMALL_KERNELS = Set.of("SkylakeX", "Cooperlake", "SapphireRapids")
            .contains(CORE);

    private Blas() {
    }

    /**
     * Whether products of small matrices run in registers without packing: OpenBLAS has that for AVX-512
     * only.
     */
    static boolean hasSmallKernels() {
        return SMALL_KERNELS;
    }

    /** Name of the processor whose kernels are used. */
    static String kernels() {
        return CORE;
    }

    /**
     * c (m, n) = op(a) (m, k) · op(b) (k, n) + beta · c; each with the distance between its rows. The
     * parameters are the function's own: a record of them would be an object a call.
     */
    @SuppressWarnings("checkstyle:parameternumber")
    static void gemm(boolean aTransposed, boolean bTransposed, int m, int n, int k, long a, int aRow, long b,
            int bRow,
            float beta, long c, int cRow) {
        try {
            SGEMM.invokeExact(ROW_MAJOR, aTransposed ? TRANSPOSED : PLAIN, bTransposed ? TRANSPOSED : PLAIN,
                    m, n, k,
                    1f, a, aRow, b, bRow, beta, c, cRow);
        } catch (Throwable e) {
            throw failure("cblas_sgemm", e);
        }
    }

    /** y (n) = aᵀ · x + beta · y for a (m, n). */
    static void gemvTransposed(int m, int n, long a, int aRow, long x, float beta, long y) {
        gemv(TRANSPOSED, m, n, a, aRow, x, beta, y);
    }

    /** y (m) = a · x for a (m, n). */
    static void gemv(int m, int n, long a, int aRow, long x, long y) {
        gemv(PLAIN, m, n, a, aRow, x, 0, y);
    }

    private static void gemv(int layout, int m, int n, long a, int aRow, long x, float beta, long y) {
        try {
            SGEMV.invokeExact(ROW_MAJOR, layout, m, n, 1f, a, aRow, x, 1, beta, y, 1);
        } catch (Throwable e) {
            throw failure("cblas_sgemv", e);
        }
    }

    /** The lanes call it side by side, so it starts no threads of its own. */
    static void singleThreaded() {
        try {
            handle("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)).invokeExact(1);
        } catch (Throwable e) {
            throw failure("openblas_set_num_threads", e);
        }
    }

    private static String core() {
        try {
            var name = (MemorySegment) handle("openblas_get_corename", FunctionDescriptor.of(ADDRESS))
                    .invokeExact();
            return name.reinterpret(64).getString(0);
        } catch (Throwable e) {
            throw failure("openblas_get_corename", e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        var address = Loader.addressof(name);
        if (address == null || address.isNull()) {
            throw new BackendException(
                    "OpenBLAS has no function " + name + "; use org.bytedeco:openblas 0.3.19-1.5.7");
        }
        return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(address.address()), type);
    }

    private static BackendException failure(String function, Throwable cause) {
        return new BackendException(function + " failed: " + cause, cause);
    }
}
