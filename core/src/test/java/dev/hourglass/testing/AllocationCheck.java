package dev.hourglass.testing;

import dev.hourglass.plan.Op;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Replay;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Whether running the same thing over and over allocates on Java's heap. */
final class AllocationCheck {
    private static final int OP_RUNS = 100;
    private static final int ATTEMPTS = 20;

    private AllocationCheck() {
    }

    static void check(Backend backend, OpCase opCase) {
        var slots = new CaseSlots(Placement.ROOTS);
        Op op = opCase.build().apply(slots);
        try (Memory memory = backend.allocate(slots.plan())) {
            slots.all().forEach(each -> each.prepare(memory));
            try (Replay replay = backend.compile(List.of(op), memory)) {
                check(opCase.name(), backend, OP_RUNS, replay::run);
            }
        }
    }

    /**
     * So many runs must leave the thread's allocated bytes as they were; while Java still warms up, some
     * attempts may fail.
     */
    static void check(String name, Backend backend, int runs, Runnable run) {
        allocatedBy(backend, OP_RUNS, run);
        long allocated = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            allocated = allocatedBy(backend, runs, run);
            if (allocated == 0) {
                return;
            }
        }
        throw new AssertionError(
                name + ": " + runs + " runs allocated " + allocated + " bytes on Java's heap");
    }

    private static long allocatedBy(Backend backend, int runs, Runnable run) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            run.run();
        }
        backend.await();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
