package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadLimitTest {
    @TempDir
    private Path folder;

    /** Threads that a parallel stream of a command runs on. */
    private static Set<Thread> used(int limit) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        assertEquals(7, ThreadLimit.of(limit).run(() -> {
            IntStream.range(0, 2000).parallel().forEach(_ -> {
                threads.add(Thread.currentThread());
                Thread.onSpinWait();
            });
            return 7;
        }));
        return threads;
    }

    @Test
    void noMoreThreadsThanAllowed() {
        assertEquals(1, used(1).size());
        for (int run = 0; run < 20; run++) {
            assertTrue(used(2).size() <= 2);
        }
    }

    @Test
    void withoutALimitTheCallerRunsTheCommand() {
        ThreadLimit.of(0).run(() -> {
            assertEquals("main", Thread.currentThread().getName());
            return 0;
        });
    }

    @Test
    void whatACommandThrowsIsThrown() {
        var problem = new WrongOption("no");
        assertSame(problem, assertThrows(WrongOption.class, () -> ThreadLimit.of(2).run(() -> {
            throw problem;
        })));
        var loader = Thread.currentThread().getContextClassLoader();
        ThreadLimit.of(1).run(() -> {
            assertSame(loader, Thread.currentThread().getContextClassLoader());
            return 0;
        });
    }

    /** Baselines too: nothing of the command runs on the pool that has a thread for every core. */
    @Test
    void aCommandLeavesTheCommonPoolAlone() throws IOException {
        var text = new StringBuilder("a,b,label\n");
        for (int row = 0; row < 200; row++) {
            text.append(row % 13).append(',').append(row % 7).append(',').append(row % 20 == 0 ? 1 : 0)
                    .append('\n');
        }
        Path table = Files.writeString(folder.resolve("t.csv"), text);
        long before = ForkJoinPool.commonPool().getStealCount();
        Cli.line("train anomaly --backend reference --threads 1 --label label", "--data", table, "--out",
                folder.resolve("out")).succeeds();
        assertEquals(before, ForkJoinPool.commonPool().getStealCount());
        Cli.line("train anomaly --backend reference --threads -1", "--data", table, "--out",
                folder.resolve("out")).isRefused("--threads: expected 0 or more, found -1");
    }
}
