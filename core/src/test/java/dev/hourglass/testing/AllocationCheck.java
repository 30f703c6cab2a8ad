package dev.hourglass.testing;

import dev.hourglass.plan.Op;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Replay;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Whether running the same thing over and over allocates on Java's heap. */
final class AllocationCheck {
    private static final int RUNS = 1000;
    private static final int ATTEMPTS = 3;

    private AllocationCheck() {
    }

    static void check(Backend backend, OpCase opCase) {
        var slots = new CaseSlots(Placement.ROOTS);
        Op op = opCase.build().apply(slots);
        try (Memory memory = backend.allocate(slots.plan())) {
            slots.all().forEach(each -> each.prepare(memory));
            try (Replay replay = backend.compile(List.of(op), memory)) {
                check(opCase.name(), backend, replay::run);
            }
        }
    }

    /** A thousand runs, after a thousand to warm up, must leave the thread's allocated bytes as they were. */
    static void check(String name, Backend backend, Runnable run) {
        long allocated = allocatedBy(backend, run);
        for (int attempt = 0; attempt < ATTEMPTS && allocated > 0; attempt++) {
            allocated = allocatedBy(backend, run);
        }
        if (allocated > 0) {
            throw new AssertionError(
                    name + ": " + RUNS + " runs allocated " + allocated + " bytes on Java's heap");
        }
    }

    private static long allocatedBy(Backend backend, Runnable run) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS; i++) {
            run.run();
        }
        backend.await();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
