package dev.hourglass.cuda;

import jcuda.driver.CUdeviceptr;

/** An address in the device's memory. */
final class DevicePointer extends CUdeviceptr {
    private static final CUdeviceptr ZERO = new CUdeviceptr();

    /** A pointer that a call of JCuda will set. */
    DevicePointer() {
        super();
    }

    DevicePointer(long address) {
        super(ZERO, address);
    }

    long address() {
        return getNativePointer() + getByteOffset();
    }
}
