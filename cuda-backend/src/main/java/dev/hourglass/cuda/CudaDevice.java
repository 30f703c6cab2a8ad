package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Options;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.runtime.cudaStream_t;

/**
 * An opened GPU: its primary context, one stream on which everything is enqueued, and the handles of cuBLAS
 * and cuDNN. Contexts belong to threads, so every entry from outside makes it current first.
 */
final class CudaDevice implements AutoCloseable {
    private static final int NON_BLOCKING = 1;
    /** What NVIDIA recommends for cuBLAS, on Hopper and before. */
    private static final long BLAS_WORKSPACE = 32L << 20;
    private static final long BLAS_WORKSPACE_BEFORE = 4L << 20;
    private static final int HOPPER = 90;

    private final Gpu gpu;
    private final Options options;
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final cublasHandle blas = new cublasHandle();
    private final cudnnHandle dnn = new cudnnHandle();
    /** How to take back what has been taken, last first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Set<Long> allocated = new HashSet<>();
    private KernelModule kernels;
    private Staging staging;
    private Faults faults;
    private ConvPlans convolutions;
    private boolean open = true;

    private CudaDevice(Gpu gpu, Options options) {
        this.gpu = gpu;
        this.options = options;
    }

    /**
     * @throws BackendException when it cannot compute as is asked for, or a part of it fails; nothing stays
     *                          open then
     */
    static CudaDevice open(Gpu gpu, Options options) {
        if (options.arithmetic() == Options.Arithmetic.MIXED) {
            gpu.requireMixed();
        }
        var device = new CudaDevice(gpu, options);
        try {
            device.start();
            return device;
        } catch (RuntimeException | LinkageError e) {
            device.close();
            throw e;
        }
    }

    private void start() {
        int code = JCudaDriver.cuDevicePrimaryCtxRetain(context, gpu.handle());
        if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            throw new BackendException("cuda: " + gpu.name()
                    + " has not even the memory to be opened: end what "
                    + "else uses it (nvidia-smi shows it), or choose another GPU, as in --backend cuda:1");
        }
        Calls.check(code, "opening " + gpu.name());
        undo.push(() -> JCudaDriver.cuDevicePrimaryCtxRelease(gpu.handle()));
        makeCurrent();
        Calls.check(JCudaDriver.cuStreamCreate(stream, NON_BLOCKING), "creating a stream");
        undo.push(() -> JCudaDriver.cuStreamDestroy(stream));
        kernels = new KernelModule();
        undo.push(kernels::close);
        faults = new Faults(this);
        undo.push(faults::close);
        staging = Staging.on(this);
        undo.push(staging::close);
        startBlas();
        Calls.checkDnn(JCudnn.cudnnCreate(dnn), "starting cuDNN");
        undo.push(() -> JCudnn.cudnnDestroy(dnn));
        Calls.checkDnn(JCudnn.cudnnSetStream(dnn, new cudaStream_t(stream)), "giving cuDNN its stream");
        convolutions = new ConvPlans(this, this::withTemporary);
        undo.push(convolutions::close);
    }

    private void startBlas() {
        Calls.checkBlas(JCublas2.cublasCreate(blas), "starting cuBLAS");
        undo.push(() -> JCublas2.cublasDestroy(blas));
        Calls.checkBlas(JCublas2.cublasSetStream(blas, new cudaStream_t(stream)), "giving cuBLAS its stream");
        // A workspace of its own, because it may take none while a graph is captured.
        long bytes = gpu.capability() >= HOPPER ? BLAS_WORKSPACE : BLAS_WORKSPACE_BEFORE;
        long workspace = allocate(bytes, "cuBLAS");
        Calls.checkBlas(JCublas2.cublasSetWorkspace(blas, new DevicePointer(workspace), bytes),
                "giving cuBLAS its workspace");
        int math = options.arithmetic() == Options.Arithmetic.FAST ? cublasMath.CUBLAS_TF32_TENSOR_OP_MATH
                : cublasMath.CUBLAS_DEFAULT_MATH;
        Calls.checkBlas(JCublas2.cublasSetMathMode(blas, math), "setting cuBLAS's arithmetic");
    }

    void makeCurrent() {
        if (!open) {
            throw new BackendException("cuda: the backend has been closed");
        }
        Calls.check(JCudaDriver.cuCtxSetCurrent(context), "entering the GPU's context");
    }

    /** To give something back; after a failure that lost the device this fails as everything else does. */
    void makeCurrentToClose() {
        JCudaDriver.cuCtxSetCurrent(context);
    }

    Gpu gpu() {
        return gpu;
    }

    Options options() {
        return options;
    }

    CUstream stream() {
        return stream;
    }

    cublasHandle blas() {
        return blas;
    }

    cudnnHandle dnn() {
        return dnn;
    }

    KernelModule kernels() {
        return kernels;
    }

    Staging staging() {
        return staging;
    }

    Faults faults() {
        return faults;
    }

    ConvPlans convolutions() {
        return convolutions;
    }

    /**
     * Memory of the device.
     *
     * @param what it is for, in messages
     */
    long allocate(long bytes, String what) {
        return allocateIfFree(bytes, what).orElseThrow(() -> new BackendException("cuda: " + what + " needs "
                + Gpu.megabytes(bytes) + " and " + gpu.name() + " has " + Gpu.megabytes(freeMemory())
                + " free of " + Gpu.megabytes(gpu.memory())
                + "; take a smaller batch, or end what else uses the GPU (nvidia-smi shows it)"));
    }

    /** The same, where the memory is not indispensable: empty when there is too little. */
    OptionalLong allocateIfFree(long bytes, String what) {
        var pointer = new DevicePointer();
        int code = bytes > freeMemory() ? CUresult.CUDA_ERROR_OUT_OF_MEMORY
                : JCudaDriver.cuMemAlloc(pointer, bytes);
        if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            return OptionalLong.empty();
        }
        Calls.check(code, "allocating " + Gpu.megabytes(bytes) + " for " + what);
        allocated.add(pointer.address());
        return OptionalLong.of(pointer.address());
    }

    /** Of the context that is current. */
    long freeMemory() {
        return Gpu.currentlyFree();
    }

    /** Gives memory back; does nothing once the device is closed, because that takes everything. */
    void free(long address) {
        if (allocated.remove(address)) {
            JCudaDriver.cuMemFree(new DevicePointer(address));
        }
    }

    /** Runs something over memory that is given back afterwards, waiting for what was enqueued. */
    void withTemporary(long bytes, String what, LongConsumer use) {
        long address = allocate(bytes, what);
        try {
            Calls.check(JCudaDriver.cuMemsetD8Async(new DevicePointer(address), (byte) 0, bytes, stream),
                    "clearing memory for " + what);
            use.accept(address);
            synchronize();
        } finally {
            free(address);
        }
    }

    /** Waits for everything enqueued, and throws the first failure of it. */
    void synchronize() {
        int code = JCudaDriver.cuStreamSynchronize(stream);
        if (code != CUresult.CUDA_SUCCESS) {
            Calls.check(code, "the work enqueued on " + gpu.name());
        }
        faults.check();
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        JCudaDriver.cuCtxSetCurrent(context);
        // Memory of a session that was not closed; others may keep the context alive.
        List.copyOf(allocated).forEach(this::free);
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
        open = false;
    }
}
