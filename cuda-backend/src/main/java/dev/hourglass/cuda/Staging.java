package dev.hourglass.cuda;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/**
 * Pinned memory through which values travel to and from the device. Two halves take turns on the way there: a
 * copy is enqueued and the caller goes on, and only when a half comes round again is its event waited for. A
 * third part is for the way back.
 */
final class Staging {
    private static final long HALF = 4L << 20;
    private static final long ALIGNMENT = 64;
    private static final int NO_TIMING = 2;

    private final CudaDevice device;
    private final Pointer pinned = new Pointer();
    private final MemorySegment memory;
    private final CUevent[] left = {new CUevent(), new CUevent()};
    private final boolean[] used = new boolean[2];
    private int half;
    private long filled;

    Staging(CudaDevice device) {
        this.device = device;
        Calls.check(JCudaDriver.cuMemAllocHost(pinned, 3 * HALF), "taking pinned memory");
        memory = MemorySegment.ofAddress(NativePointer.addressOf(pinned)).reinterpret(3 * HALF);
        for (CUevent event : left) {
            Calls.check(JCudaDriver.cuEventCreate(event, NO_TIMING), "creating an event");
        }
    }

    /** Enqueues a copy to the device; the values may be changed when the call returns. */
    void upload(MemorySegment values, long bytes, long address) {
        long done = 0;
        while (done < bytes) {
            if (filled >= HALF) {
                turn();
            }
            long count = Math.min(HALF - filled, bytes - done);
            long offset = half * HALF + filled;
            MemorySegment.copy(values, done, memory, offset, count);
            Calls.check(JCudaDriver.cuMemcpyHtoDAsync(new DevicePointer(address + done),
                    new NativePointer(memory.address() + offset), count, device.stream()),
                    "copying to the GPU");
            filled += (count + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            done += count;
        }
    }

    private void turn() {
        Calls.check(JCudaDriver.cuEventRecord(left[half], device.stream()), "recording an event");
        used[half] = true;
        half = 1 - half;
        filled = 0;
        if (used[half]) {
            Calls.check(JCudaDriver.cuEventSynchronize(left[half]), "the work enqueued on "
                    + device.gpu().name());
        }
    }

    /** Copies from the device, after everything enqueued before. */
    void download(long address, MemorySegment values, long bytes) {
        long offset = 2 * HALF;
        for (long done = 0; done < bytes; done += HALF) {
            long count = Math.min(HALF, bytes - done);
            Calls.check(JCudaDriver.cuMemcpyDtoHAsync(new NativePointer(memory.address() + offset),
                    new DevicePointer(address + done), count, device.stream()), "copying from the GPU");
            device.synchronize();
            MemorySegment.copy(memory, offset, values, done, count);
        }
    }

    void close() {
        for (CUevent event : left) {
            JCudaDriver.cuEventDestroy(event);
        }
        JCudaDriver.cuMemFreeHost(pinned);
    }
}
