package dev.hourglass.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Where values stop over on their way to and from the device: pinned memory, and for large ones a place on
 * the device too. A stream of their own brings large values there while the device computes; the stream that
 * computes then only moves them within the device. Both places have two halves that take turns: what is
 * written is copied and enqueued and the caller goes on, and only when a half comes round again is it waited
 * for. Another part of the pinned memory is for the way back.
 */
final class Staging {
    private static final long HALF = 4L << 20;
    private static final long ALIGNMENT = 256;
    private static final int NON_BLOCKING = 1;
    private static final int NO_TIMING = 2;
    /** Below it, one copy takes less time than three calls more. */
    private static final long LARGE = 32L << 10;

    private final CudaDevice device;
    private final Pointer pinned = new Pointer();
    private final MemorySegment memory;
    private final long place;
    private final CUstream copies = new CUstream();
    private final CUevent arrived = new CUevent();
    private final CUevent[] left = {new CUevent(), new CUevent()};
    private final boolean[] used = new boolean[2];
    /** How to take back what has been taken, last first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private int half;
    private long filled;

    private Staging(CudaDevice device, long place) {
        this.device = device;
        this.place = place;
        undo.push(() -> device.free(place));
        try {
            Calls.check(JCudaDriver.cuMemAllocHost(pinned, 3 * HALF), "taking pinned memory");
            undo.push(() -> JCudaDriver.cuMemFreeHost(pinned));
            memory = MemorySegment.ofAddress(NativePointer.addressOf(pinned)).reinterpret(3 * HALF);
            for (CUevent event : new CUevent[] {arrived, left[0], left[1]}) {
                Calls.check(JCudaDriver.cuEventCreate(event, NO_TIMING), "creating an event");
                undo.push(() -> JCudaDriver.cuEventDestroy(event));
            }
            Calls.check(JCudaDriver.cuStreamCreate(copies, NON_BLOCKING), "creating a stream for copies");
            undo.push(() -> JCudaDriver.cuStreamDestroy(copies));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static Staging on(CudaDevice device) {
        return new Staging(device, device.allocate(2 * HALF, "copies to the GPU"));
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
            if (bytes < LARGE) {
                copy(offset, address + done, count, device.stream());
            } else {
                copy(offset, place + offset, count, copies);
                move(place + offset, address + done, count);
            }
            filled += (count + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            done += count;
        }
    }

    private void copy(long offset, long address, long bytes, CUstream stream) {
        Calls.check(JCudaDriver.cuMemcpyHtoDAsync(new DevicePointer(address),
                new NativePointer(memory.address() + offset), bytes, stream), "copying to the GPU");
    }

    /** Within the device, once the copy enqueued last has arrived and everything before has run. */
    private void move(long from, long to, long bytes) {
        Calls.check(JCudaDriver.cuEventRecord(arrived, copies), "recording an event");
        Calls.check(JCudaDriver.cuStreamWaitEvent(device.stream(), arrived, 0), "waiting for a copy");
        Calls.check(JCudaDriver.cuMemcpyDtoDAsync(new DevicePointer(to), new DevicePointer(from), bytes,
                device.stream()), "copying on the GPU");
    }

    /**
     * Everything that uses a half ends in the stream that computes, so an event there frees both its places.
     */
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
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
