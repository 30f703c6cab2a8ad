package dev.hourglass.onednn;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a backend. Lane 0 is the caller's thread. Between two phases every lane waits for all
 * others: for a moment by spinning, then asleep, because a thread that only looks busy takes the processor
 * from those it waits for.
 */
final class Lanes implements AutoCloseable {
    private static final int SPINS = 3_000;

    private final Natives natives;
    private final Streams streams;
    private final Lane[] lanes;
    private final Thread[] workers;
    /** Spinning is for those who have a processor to themselves. */
    private final int spins;
    /** Ends of phases, counted over all lanes and phases since the start. */
    private final AtomicLong arrived = new AtomicLong();
    private final Sleeper[] sleepers;
    private Kernel[][][] phases;
    private long finished;
    private volatile long ticket;
    private volatile boolean closed;
    private volatile Throwable failure;

    /** Whether a lane sleeps, and which thread it is. */
    private static final class Sleeper {
        private volatile Thread asleep;
        private Thread owner;
    }

    Lanes(Natives natives, int count) {
        this.natives = natives;
        spins = count <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
        streams = new Streams(natives, count);
        lanes = new Lane[count];
        sleepers = new Sleeper[count];
        workers = new Thread[count - 1];
        for (int i = 0; i < count; i++) {
            lanes[i] = new Lane(i, count);
            sleepers[i] = new Sleeper();
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

    Streams streams() {
        return streams;
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
        sleepers[0].owner = Thread.currentThread();
        phases = program;
        ticket++;
        wakeOthers(0);
        run(lanes[0], program, finished);
        finished += program.length;
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
            long all = (before + i + 1) * lanes.length;
            if (arrived.incrementAndGet() == all) {
                wakeOthers(lane.index());
            } else {
                awaitArrivals(sleepers[lane.index()], all);
            }
        }
    }

    private void awaitArrivals(Sleeper own, long all) {
        for (int i = 0; i < spins; i++) {
            if (arrived.get() >= all) {
                return;
            }
            Thread.onSpinWait();
        }
        own.asleep = own.owner;
        while (arrived.get() < all) {
            LockSupport.park(this);
        }
        own.asleep = null;
    }

    private void wakeOthers(int lane) {
        for (int i = 0; i < sleepers.length; i++) {
            Thread asleep = sleepers[i].asleep;
            if (i != lane && asleep != null) {
                LockSupport.unpark(asleep);
            }
        }
    }

    private void work(Lane lane) {
        natives.beginAlone();
        Sleeper own = sleepers[lane.index()];
        own.owner = Thread.currentThread();
        long before = 0;
        for (long seen = 0; awaitTicket(own, seen); seen++) {
            Kernel[][][] program = phases;
            run(lane, program, before);
            before += program.length;
        }
    }

    /** False when there will be no more. */
    private boolean awaitTicket(Sleeper own, long seen) {
        for (int i = 0; i < spins && ticket == seen; i++) {
            Thread.onSpinWait();
        }
        own.asleep = own.owner;
        while (ticket == seen && !closed) {
            LockSupport.park(this);
        }
        own.asleep = null;
        return !closed;
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
        streams.close();
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
