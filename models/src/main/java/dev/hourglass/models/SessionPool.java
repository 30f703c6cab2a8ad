package dev.hourglass.models;

import dev.hourglass.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A loaded model for many threads. Backends and what is opened on them serve one thread each; a pool holds
 * several, each with a backend and a thread of its own, and lends them to whoever asks.
 *
 * <pre>
 * var model = TrainedModel.load(file);
 * var options = Options.standard().withThreads(1);
 * try (var pool = SessionPool.of(4, () -&gt; Backends.open("auto", options).backend(),
 *         backend -&gt; model.open(backend, 64))) {
 *     float[] clean = pool.apply(inference -&gt; inference.reconstruct(noisy));      // from any thread
 * }
 * </pre>
 *
 * Sessions times threads of a backend should not be more than the machine's cores. Any number of threads may
 * ask: those for whom there is no session wait.
 *
 * @param <T> what is lent: an {@link Inference}, a detector's scorer, a compressor
 */
public final class SessionPool<T extends AutoCloseable> implements AutoCloseable {

    /** One session, used on its own thread only. */
    private static final class Lent<T extends AutoCloseable> {
        private final ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("hourglass-session-", 0).factory());
        private Backend backend;
        private T session;

        void open(Supplier<Backend> backends, Function<Backend, T> opening) {
            await(thread.submit(() -> {
                backend = backends.get();
                session = opening.apply(backend);
                return session;
            }));
        }

        <R> R apply(Function<? super T, R> work) {
            return await(thread.submit(() -> work.apply(session)));
        }

        void close() {
            try {
                await(thread.submit(() -> {
                    try (var own = backend; var lent = session) {
                        return own == null || lent == null;
                    }
                }));
            } finally {
                thread.shutdown();
            }
        }
    }

    private static final long WAIT_MILLIS = 50;

    private final List<Lent<T>> all = new ArrayList<>();
    private final BlockingQueue<Lent<T>> idle = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    private SessionPool() {
    }

    /**
     * Opens all sessions.
     *
     * @param sessions how many, at least 1
     * @param backends opens a new backend at each call; the pool closes it
     * @param opening  opens a session on a backend
     */
    public static <T extends AutoCloseable> SessionPool<T> of(int sessions, Supplier<Backend> backends,
            Function<Backend, T> opening) {
        if (sessions < 1) {
            throw new IllegalArgumentException("a pool has at least 1 session, found " + sessions);
        }
        var pool = new SessionPool<T>();
        try {
            for (int i = 0; i < sessions; i++) {
                var lent = new Lent<T>();
                pool.all.add(lent);
                lent.open(backends, opening);
                pool.idle.add(lent);
            }
            return pool;
        } catch (RuntimeException | Error e) {
            pool.all.forEach(Lent::close);
            throw e;
        }
    }

    /** Number of sessions. */
    public int size() {
        return all.size();
    }

    /**
     * Does something with a session, as soon as one is free; waits until it is done. The session must not be
     * kept.
     *
     * @throws IllegalStateException when the pool is closed
     * @throws CancellationException when the thread was interrupted while it waited for a session
     */
    public <R> R apply(Function<? super T, R> work) {
        var lent = borrow();
        try {
            return lent.apply(work);
        } finally {
            idle.add(lent);
        }
    }

    private Lent<T> borrow() {
        try {
            // Wakes now and then, in case the pool is closed in the meantime.
            while (!closed) {
                var lent = idle.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (lent != null) {
                    return lent;
                }
            }
            throw new IllegalStateException("the pool is closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var cancelled = new CancellationException("interrupted while it waited for a session");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    /**
     * The result of work on a session's thread. An interrupt does not end it: the session would be in use.
     */
    private static <R> R await(Future<R> work) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for work that is going on, then closes sessions and backends. */
    @Override
    public synchronized void close() {
        int left = closed ? 0 : all.size();
        closed = true;
        boolean interrupted = false;
        while (left > 0) {
            try {
                idle.take().close();
                left--;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
