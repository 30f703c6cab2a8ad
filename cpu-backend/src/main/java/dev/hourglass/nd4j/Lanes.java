package dev.hourglass.nd4j;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a backend. Lane 0 is the caller's thread. Between two kernels every lane waits for all
 * others: for a moment by spinning, then asleep, because a thread that only looks busy takes the processor
 * from those it waits for.
 */
final class Lanes implements AutoCloseable {
    private static final int SPINS = 3_000;

    private final Natives natives;
    private final Lane[] lanes;
    private final Thread[] workers;
    /** Spinning is for those who have a processor to themselves. */
    private final int spins;
    /** Ends of kernels, counted over all lanes and kernels since the start. */
    private final AtomicLong arrived = new AtomicLong();
    private final Sleeper[] sleepers;
    private Kernel[] kernels;
    private long finished;
    private volatile long ticket;
    private volatile boolean closed;
    private volatile Throwable failure;

    /** Whether a lane sleeps, and which thread it is. */
    private static final class Sleeper {
        volatile Thread asleep;
        Thread owner;
    }

    Lanes(Natives natives, int count) {
        this.natives = natives;
        spins = count <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
        lanes = new Lane[count];
        sleepers = new Sleeper[count];
        workers = new Thread[count - 1];
        for (int i = 0; i < count; i++) {
            lanes[i] = new Lane(i, count);
            sleepers[i] = new Sleeper();
        }
        for (int i = 0; i < workers.length; i++) {
            Lane lane = lanes[i + 1];
            workers[i] = Thread.ofPlatform().daemon().name("hourglass-nd4j-" + lane.index())
                    .start(() -> work(lane));
        }
    }

    int count() {
        return lanes.length;
    }

    /** Runs the kernels in order; throws the first failure of any lane. */
    void run(Kernel[] program) {
        Sleeper own = sleepers[0];
        if (Thread.currentThread() != own.owner) {
            own.owner = Thread.currentThread();
            natives.adoptThread();
        }
        if (lanes.length == 1) {
            for (Kernel kernel : program) {
                kernel.run(lanes[0]);
            }
            return;
        }
        kernels = program;
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

    private void run(Lane lane, Kernel[] program, long before) {
        for (int i = 0; i < program.length; i++) {
            if (failure == null) {
                try {
                    program[i].run(lane);
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
        natives.adoptThread();
        Sleeper own = sleepers[lane.index()];
        own.owner = Thread.currentThread();
        long before = 0;
        for (long seen = 0; awaitTicket(own, seen); seen++) {
            Kernel[] program = kernels;
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
    }
}
