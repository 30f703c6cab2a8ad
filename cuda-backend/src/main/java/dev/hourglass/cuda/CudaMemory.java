package dev.hourglass.cuda;

import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.RowStore;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import jcuda.driver.JCudaDriver;

/** One block of the device's memory; slots are places in it. */
final class CudaMemory implements Memory {
    private final CudaDevice device;
    private final MemoryPlan plan;
    private final long address;
    private boolean open = true;

    CudaMemory(CudaDevice device, MemoryPlan plan) {
        this.device = device;
        this.plan = plan;
        long bytes = Math.max(plan.bytes(), MemoryPlan.ALIGNMENT);
        this.address = device.allocate(bytes, "the program");
        Calls.check(JCudaDriver.cuMemsetD8Async(new DevicePointer(address), (byte) 0, bytes, device.stream()),
                "clearing memory");
    }

    boolean isOn(CudaDevice other) {
        return device == other;
    }

    /** Where a slot lies on the device. */
    long at(Slot slot) {
        return address + plan.offset(slot);
    }

    @Override
    public void write(Slot slot, MemorySegment values) {
        check(slot, values);
        device.staging().upload(values, slot.bytes(), at(slot));
    }

    @Override
    public void read(Slot slot, MemorySegment values) {
        check(slot, values);
        device.staging().download(at(slot), values, slot.bytes());
    }

    /** In what is free, as long as it leaves half of that to others. */
    @Override
    public Optional<RowStore> store(Slot slot, int rows) {
        device.makeCurrent();
        return CudaRowStore.of(device, this, slot, rows);
    }

    private void check(Slot slot, MemorySegment values) {
        if (!open) {
            throw new BackendException("cuda: the memory of slot " + slot + " has been closed");
        }
        if (values.byteSize() != slot.bytes()) {
            throw new IllegalArgumentException(
                    "slot " + slot + " holds " + slot.bytes() + " bytes, found " + values.byteSize());
        }
        device.makeCurrent();
    }

    @Override
    public void close() {
        if (open && device.isOpen()) {
            device.makeCurrentToClose();
            device.free(address);
        }
        open = false;
    }
}
