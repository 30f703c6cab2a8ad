package dev.hourglass.cli;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.FutureTask;
import java.util.function.IntSupplier;
import picocli.CommandLine.ParseResult;

/**
 * Keeps a command to as many threads as {@code --threads} allows, also where it does not compute on a
 * backend: PCA, nearest neighbours, isolation forests and linear probes run in parallel streams, which take
 * every core unless they are begun inside a smaller pool.
 */
final class ThreadLimit {
    private final int threads;

    private ThreadLimit(int threads) {
        this.threads = threads;
    }

    /** @param threads 0 for no limit */
    static ThreadLimit of(int threads) {
        return new ThreadLimit(threads);
    }

    /**
     * What the last command of a command line was told; no limit where it has no such option, or where that
     * is a list of numbers to try, as of {@code bench}, which computes in other processes.
     */
    static ThreadLimit of(ParseResult parsed) {
        var last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        Object told = last.matchedOptionValue(BackendOptions.THREADS, (Object) 0);
        return of(told instanceof Integer threads ? threads : 0);
    }

    /** Runs a command and returns its exit code; whatever it throws is thrown. */
    int run(IntSupplier command) {
        if (threads < 1) {
            return command.getAsInt();
        }
        var loader = Thread.currentThread().getContextClassLoader();
        ForkJoinWorkerThreadFactory factory = pool -> {
            var worker = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
            worker.setContextClassLoader(loader);
            return worker;
        };
        try (var pool = new ForkJoinPool(threads, factory, null, false)) {
            // Not the pool's own task: that one would wrap what the command throws.
            var task = new FutureTask<>(command::getAsInt);
            pool.execute(task);
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        }
    }
}
