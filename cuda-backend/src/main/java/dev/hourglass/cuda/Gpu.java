package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.DeviceInfo;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/**
 * A GPU as the driver describes it, without opening it.
 *
 * @param capability 10 · major + minor of its compute capability
 * @param memory     bytes
 */
record Gpu(CudaLibraries libraries, CUdevice handle, String name, int capability, int multiprocessors,
        long memory) {
    private static final int OLDEST = 75;
    private static final int OLDEST_MIXED = 80;
    private static final int NAME_BYTES = 256;

    /**
     * @throws BackendException when there is no such GPU or it is too old
     */
    static Gpu of(CudaLibraries libraries, int number) {
        if (number >= libraries.devices()) {
            throw new BackendException("GPU number " + number + " was asked for and there "
                    + (libraries.devices() == 1 ? "is 1, number 0"
                            : "are " + libraries.devices() + ", from number 0")
                    + visible());
        }
        var handle = new CUdevice();
        Calls.check(JCudaDriver.cuDeviceGet(handle, number), "asking for GPU number " + number);
        byte[] text = new byte[NAME_BYTES];
        Calls.check(JCudaDriver.cuDeviceGetName(text, NAME_BYTES, handle), "asking for the GPU's name");
        String name = new String(text, StandardCharsets.UTF_8).replace("\0", "").strip();
        int capability = 10
                * attribute(handle, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(handle, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        if (capability < OLDEST) {
            throw new BackendException(name + " has compute capability " + capability / 10 + "."
                    + capability % 10 + " and 7.5 (Turing, 2018) or newer is needed"
                    + (libraries.devices() > 1 ? ": choose another of the " + libraries.devices()
                            + " GPUs, as in --backend cuda:" + (number == 0 ? 1 : 0) : ""));
        }
        long[] bytes = new long[1];
        Calls.check(JCudaDriver.cuDeviceTotalMem(bytes, handle), "asking for the GPU's memory");
        int multiprocessors = attribute(handle, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
        return new Gpu(libraries, handle, name, capability, multiprocessors, bytes[0]);
    }

    /**
     * @throws BackendException when it has no tensor cores for bfloat16
     */
    void requireMixed() {
        if (capability < OLDEST_MIXED) {
            throw new BackendException(name + " has compute capability " + capability / 10 + "."
                    + capability % 10 + " and mixed precision needs 8.0 (Ampere, 2020) or newer; "
                    + CudaProvider.NAME + " and " + CudaProvider.NAME + ":fast do without it");
        }
    }

    /**
     * @param backend as users call it
     * @param free    bytes that a session may take
     */
    DeviceInfo describe(String backend, long free) {
        return new DeviceInfo(backend, name + " (compute capability " + capability / 10 + "."
                + capability % 10 + ", " + megabytes(memory) + ")", libraries.versions(), 1, free);
    }

    /** Bytes that are free; opens the GPU for a moment, because only an open one says so. */
    long freeMemory() {
        var context = new CUcontext();
        Calls.check(JCudaDriver.cuDevicePrimaryCtxRetain(context, handle), "opening " + name);
        try {
            Calls.check(JCudaDriver.cuCtxSetCurrent(context), "entering the GPU's context");
            return currentlyFree();
        } finally {
            JCudaDriver.cuDevicePrimaryCtxRelease(handle);
        }
    }

    /** Bytes that are free on the GPU whose context is current. */
    static long currentlyFree() {
        long[] free = new long[1];
        Calls.check(JCudaDriver.cuMemGetInfo(free, new long[1]), "asking for free memory");
        return free[0];
    }

    /** In words, rounded up. */
    static String megabytes(long bytes) {
        return (bytes + (1 << 20) - 1 >> 20) + " MB";
    }

    /** Why fewer may be seen than the machine has. */
    private static String visible() {
        String visible = System.getenv(CudaLibraries.VISIBLE);
        return visible == null ? "" : "; " + CudaLibraries.VISIBLE + " is '" + visible + "'";
    }

    private static int attribute(CUdevice device, int which) {
        int[] value = new int[1];
        Calls.check(JCudaDriver.cuDeviceGetAttribute(value, which, device),
                "asking for the GPU's attributes");
        return value[0];
    }
}
