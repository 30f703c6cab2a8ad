package dev.hourglass.spi;

import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Program;
import java.util.List;

/** One opened device, used by one thread. */
public interface Backend extends AutoCloseable {

    DeviceInfo device();

    /** Bytes that a session may take now, where others leave less than the device has. */
    default long available() {
        return device().memory();
    }

    /** How values are rounded; another backend's results differ by no more than that explains. */
    default Options.Arithmetic arithmetic() {
        return Options.Arithmetic.STRICT;
    }

    /**
     * Bytes of the device that a session of a program takes at once: its plan, and what the backend needs
     * besides. No more than {@link DeviceInfo#memory()} can be had.
     */
    default long bytes(Program program) {
        return program.plan().bytes();
    }

    /**
     * The only allocation of a session; zeroed.
     *
     * @throws BackendException when the device has too little memory, naming both sizes
     */
    Memory allocate(MemoryPlan plan);

    /**
     * Makes the ops ready to run over the memory again and again: chooses algorithms, takes scratch memory,
     * binds addresses. The contents of the memory are the same after the call as before it.
     */
    Replay compile(List<Op> ops, Memory memory);

    /** Waits until everything enqueued has run, and throws the first failure of it. */
    void await();

    @Override
    void close();
}
