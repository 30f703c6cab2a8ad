package dev.hourglass.onednn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a backend. Lane 0 is the caller's thread. Between two phases every lane waits for all
 * others: for a moment by spinning, then by giving its processor away, so that a busy machine is not made
 * busier.
 */
final class Lanes implements AutoCloseable {
    private static final int SPINS = 4_000;
    private static final VarHandle ARRIVED;
    static {
        try {
            ARRIVED = MethodHandles.lookup().findVarHandle(Lanes.class, "arrived", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Natives natives;
    private final Lane[] lanes;
    private final Thread[] workers;
    private Kernel[][][] phases;
    private long done;
    private volatile long ticket;
    private volatile boolean closed;
    private volatile Throwable failure;
    /** Ends of phases, counted over all lanes since the start. */
    private volatile long arrived;

    Lanes(Natives natives, int count) {
        this.natives = natives;
        lanes = new Lane[count];
        workers = new Thread[count - 1];
        for (int i = 0; i < count; i++) {
            lanes[i] = new Lane(i, count, natives.stream());
        }
        for (int i = 0; i < workers.length; i++) {
            Lane lane = lanes[i + 1];
            workers[i] = Thread.ofPlatform().daemon().name("hourglass-onednn-" + lane.index())
                    .start(() -> work(lane));
        }
    }

    int count() {
        return lanes.length;
    }

    /** Runs the phases in order; throws the first failure of any lane. */
    void run(Kernel[][][] program) {
        int threads = natives.beginAlone();
        try {
            if (isAlone(program)) {
                for (Kernel[][] phase : program) {
                    runAll(phase[0], lanes[0]);
                }
            } else {
                runTogether(program);
            }
        } finally {
            natives.endAlone(threads);
        }
    }

    /** Whether lane 0 has all the work, so that nobody needs to be woken. */
    private static boolean isAlone(Kernel[][][] program) {
        for (Kernel[][] phase : program) {
            for (int lane = 1; lane < phase.length; lane++) {
                if (phase[lane].length > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private void runTogether(Kernel[][][] program) {
        phases = program;
        ticket++;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
        run(lanes[0], program, done);
        done += program.length;
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            rethrow(thrown);
        }
    }

    private static void runAll(Kernel[] kernels, Lane lane) {
        for (Kernel kernel : kernels) {
            kernel.run(lane);
        }
    }

    private void run(Lane lane, Kernel[][][] program, long before) {
        for (int i = 0; i < program.length; i++) {
            if (failure == null) {
                try {
                    runAll(program[i][lane.index()], lane);
                } catch (RuntimeException | Error e) {
                    failure = e;
                }
            }
            ARRIVED.getAndAdd(this, 1L);
            awaitArrivals((before + i + 1) * lanes.length);
        }
    }

    private void awaitArrivals(long target) {
        int spins = 0;
        while (arrived < target) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private void work(Lane lane) {
        natives.beginAlone();
        long seen = 0;
        long before = 0;
        while (true) {
            int spins = 0;
            while (ticket == seen) {
                if (closed) {
                    return;
                }
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen++;
            Kernel[][][] program = phases;
            run(lane, program, before);
            before += program.length;
        }
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        throw (Error) thrown;
    }

    @Override
    public void close() {
        closed = true;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
        for (Thread worker : workers) {
            awaitEnd(worker);
        }
        for (Lane lane : lanes) {
            natives.destroy(lane.stream());
        }
    }

    private static void awaitEnd(Thread worker) {
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
