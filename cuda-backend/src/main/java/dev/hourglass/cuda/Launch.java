package dev.hourglass.cuda;

import jcuda.driver.CUfunction;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** A launch of a kernel with arguments that lie ready outside Java's heap. */
record Launch(Kernel kernel, CUfunction function, int gridX, int gridY, int block, CUstream stream,
        NativePointer arguments) implements Step {

    @Override
    public void enqueue() {
        int code = JCudaDriver.cuLaunchKernel(function, gridX, gridY, 1, block, 1, 1, 0, stream, arguments,
                null);
        if (code != 0) {
            Calls.check(code, "launching " + kernel.symbol());
        }
    }
}
