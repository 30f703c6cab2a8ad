package dev.hourglass.reference;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the pieces of a kernel with the thread that runs it. They wait in between; handing out
 * work allocates nothing.
 */
final class Workers implements AutoCloseable {
    /** Below this much work, waking a thread takes longer than it saves. */
    private static final long WORTH_SHARING = 200_000;

    private final Thread[] helpers;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile Thread caller;
    private volatile Throwable failure;
    private volatile boolean closed;
    private Kernel kernel;
    /** Number of the latest kernel; writing it publishes {@link #kernel}. */
    private volatile int round;

    Workers(int threads) {
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            int share = i + 1;
            helpers[i] = Thread.ofPlatform().daemon().name("reference-" + share).unstarted(() -> help(share));
        }
        for (Thread helper : helpers) {
            helper.start();
        }
    }

    int threads() {
        return helpers.length + 1;
    }

    /** Runs all pieces of a kernel and returns when they are done. */
    void run(Kernel next) {
        if (helpers.length == 0 || next.pieces() == 1 || next.work() < WORTH_SHARING) {
            next.body().run(0, next.pieces());
            return;
        }
        kernel = next;
        failure = null;
        caller = Thread.currentThread();
        pending.set(helpers.length);
        round++;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        try {
            share(next, 0);
        } finally {
            while (pending.get() > 0) {
                LockSupport.park(this);
            }
        }
        switch (failure) {
            case null -> {
                // All went well.
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new AssertionError("kernels throw nothing checked", e);
        }
    }

    private void share(Kernel all, int share) {
        int from = (int) ((long) all.pieces() * share / threads());
        int to = (int) ((long) all.pieces() * (share + 1) / threads());
        if (from < to) {
            all.body().run(from, to);
        }
    }

    private void help(int share) {
        int done = 0;
        while (!closed) {
            if (round == done) {
                LockSupport.park(this);
                continue;
            }
            done = round;
            try {
                share(kernel, share);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            if (pending.decrementAndGet() == 0) {
                LockSupport.unpark(caller);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
