package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Options;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SessionPoolTest {
    private static final int THREADS = 16;
    private static final int ROUNDS = 30;

    private static Backend backend() {
        return new ReferenceProvider().open(Options.standard().withThreads(1));
    }

    private static TrainedModel model() throws URISyntaxException {
        return TrainedModel.load(Path.of(
                SessionPoolTest.class.getResource("kept/format-2/layers.safetensors").toURI()));
    }

    private static float[] rows(int thread, int round) {
        var rows = new float[3 * 16];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) Math.abs(Math.sin(i + 100.0 * thread + round));
        }
        return rows;
    }

    /** Every thread gets the answers to its own rows: those a session of its own gives. */
    @Test
    void sixteenThreadsGetTheirOwnAnswers() throws Exception {
        var model = model();
        var found = new ArrayList<Future<float[][]>>();
        try (var pool = SessionPool.of(4, SessionPoolTest::backend, each -> model.open(each, 2));
                var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                found.add(threads.submit(() -> {
                    var answers = new float[ROUNDS][];
                    for (int r = 0; r < ROUNDS; r++) {
                        float[] own = rows(thread, r);
                        answers[r] = pool.apply(inference -> inference.reconstruct(own));
                    }
                    return answers;
                }));
            }
            try (var backend = backend(); var alone = model.open(backend, 2)) {
                for (int t = 0; t < THREADS; t++) {
                    for (int r = 0; r < ROUNDS; r++) {
                        assertArrayEquals(alone.reconstruct(rows(t, r)), found.get(t).get()[r], 0,
                                "thread " + t + ", round " + r);
                    }
                }
            }
        }
    }

    /** What is lent: tells whether it is used by one thread at a time, and whether it was closed. */
    private static final class Lent implements AutoCloseable {
        private final List<String> log;
        private final Thread owner = Thread.currentThread();
        private final AtomicInteger users = new AtomicInteger();

        Lent(List<String> log) {
            this.log = log;
        }

        boolean use() {
            boolean alone = users.incrementAndGet() == 1 && Thread.currentThread() == owner;
            Thread.yield();
            users.decrementAndGet();
            return alone;
        }

        @Override
        public void close() {
            log.add(Thread.currentThread() == owner ? "closed" : "closed by another thread");
        }
    }

    @Test
    void aSessionIsUsedByItsOwnThreadAndClosedOnce() throws Exception {
        var log = java.util.Collections.synchronizedList(new ArrayList<String>());
        var pool = SessionPool.of(3, SessionPoolTest::backend, _ -> new Lent(log));
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var uses = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 500; i++) {
                uses.add(threads.submit(() -> pool.apply(Lent::use)));
            }
            for (var each : uses) {
                assertTrue(each.get());
            }
        }
        pool.close();
        pool.close();
        assertEquals(List.of("closed", "closed", "closed"), log);
        assertThrows(IllegalStateException.class, () -> pool.apply(Lent::use));
    }

    @Test
    void failuresReachTheCallerAndTheSessionGoesOn() {
        var log = new ArrayList<String>();
        var pool = SessionPool.of(1, SessionPoolTest::backend, _ -> new Lent(log));
        var failure = assertThrows(BackendException.class, () -> pool.apply(_ -> {
            throw new BackendException("broken");
        }));
        assertEquals("broken", failure.getMessage());
        assertTrue(pool.apply(Lent::use));
        pool.close();
        assertThrows(IllegalArgumentException.class,
                () -> SessionPool.of(0, SessionPoolTest::backend, _ -> new Lent(log)));
    }

    @Test
    void whatCannotBeOpenedLeavesNothingOpen() {
        var log = new ArrayList<String>();
        var opened = new AtomicInteger();
        assertThrows(BackendException.class, () -> SessionPool.of(3, SessionPoolTest::backend, _ -> {
            if (opened.incrementAndGet() == 3) {
                throw new BackendException("no more memory");
            }
            return new Lent(log);
        }));
        assertEquals(List.of("closed", "closed"), log);
    }

    /** An interrupt ends waiting for a session, not work that is going on. */
    @Test
    void anInterruptEndsWaiting() throws Exception {
        var pool = SessionPool.of(1, SessionPoolTest::backend, _ -> new Lent(new ArrayList<>()));
        var busy = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var first = threads.submit(() -> pool.apply(each -> {
                busy.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return each.use();
            }));
            busy.await();
            var second = new Thread(() -> assertThrows(CancellationException.class,
                    () -> pool.apply(Lent::use)));
            second.start();
            Thread.sleep(20);
            second.interrupt();
            second.join();
            go.countDown();
            assertTrue(first.get());
        }
        pool.close();
    }
}
