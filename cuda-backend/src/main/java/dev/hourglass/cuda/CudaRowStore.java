package dev.hourglass.cuda;

import dev.hourglass.plan.Slot;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.RowStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import jcuda.driver.JCudaDriver;

/** Rows in the device's memory; a kernel copies those of a batch into the slot. */
final class CudaRowStore implements RowStore {
    /** Kernels number elements in 32 bits without a sign. */
    private static final long MOST_ELEMENTS = 0xFFFF_FFFFL;

    private final CudaDevice device;
    private final Slot slot;
    private final long rowBytes;
    private final int rows;
    private final int batch;
    private final long table;
    private final long numbers;
    private final Arena arena = Arena.ofShared();
    private final List<Step> steps;
    private boolean open = true;

    private CudaRowStore(CudaDevice device, CudaMemory memory, Slot slot, int rows, long table) {
        this.device = device;
        this.slot = slot;
        this.rows = rows;
        this.batch = slot.shape().extent(0);
        this.rowBytes = slot.bytes() / batch;
        this.table = table;
        this.numbers = table + rowBytes * rows;
        var binding = Binding.wide(device, memory::at, arena);
        int source = device.faults().source("row %d at place %d of a batch is not in [0, " + rows + ")");
        binding.call(Kernel.GATHER).address(table).address(numbers).slot(slot).integer(slot.elements())
                .integer(slot.elements() / batch).integer(rows).integer(source)
                .address(device.faults().address()).each(slot.elements());
        this.steps = binding.steps();
    }

    /** Empty where there is no room, or rows would take more than half of what is free. */
    static Optional<RowStore> of(CudaDevice device, CudaMemory memory, Slot slot, int rows) {
        int batch = slot.shape().extent(0);
        long bytes = slot.bytes() / batch * rows;
        if (bytes / Float.BYTES > MOST_ELEMENTS || bytes > device.freeMemory() / 2) {
            return Optional.empty();
        }
        // The numbers lie behind the rows.
        var table = device.allocateIfFree(bytes + (long) Integer.BYTES * batch, "the rows of the data");
        return table.isEmpty() ? Optional.empty()
                : Optional.of(new CudaRowStore(device, memory, slot, rows, table.getAsLong()));
    }

    @Override
    public void write(int first, MemorySegment values) {
        check();
        long from = first * rowBytes;
        if (first < 0 || values.byteSize() % rowBytes != 0 || from + values.byteSize() > rowBytes * rows) {
            throw new IllegalArgumentException("rows of " + slot + ": " + values.byteSize()
                    + " bytes from row " + first + " on are not among " + rows + " rows of " + rowBytes
                    + " bytes");
        }
        device.staging().upload(values, values.byteSize(), table + from);
    }

    @Override
    public void take(MemorySegment chosen) {
        check();
        if (chosen.byteSize() != (long) Integer.BYTES * batch) {
            throw new IllegalArgumentException("slot " + slot + " has " + batch + " rows, given "
                    + chosen.byteSize() + " bytes of numbers");
        }
        device.staging().upload(chosen, chosen.byteSize(), numbers);
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).enqueue();
        }
    }

    private void check() {
        if (!open) {
            throw new BackendException("cuda: the rows of slot " + slot + " have been given back");
        }
        device.makeCurrent();
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        if (device.isOpen()) {
            device.makeCurrentToClose();
            // What is still enqueued uses the arguments in the arena.
            JCudaDriver.cuStreamSynchronize(device.stream());
            device.free(table);
        }
        arena.close();
    }
}
