package dev.hourglass.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The machine's memory: a = b + s · c, each thread over its part of arrays that no cache holds. */
final class StreamContestant implements Contestant {
    static final int FLOATS = 1 << 25;
    private static final float SCALE = 3;

    private final ExecutorService workers;
    private final List<float[][]> parts = new ArrayList<>();

    StreamContestant(int threads) {
        workers = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            parts.add(new float[3][FLOATS / threads]);
        }
    }

    /** Bytes that one pass reads and writes. */
    static long bytes() {
        return 3L * FLOATS * Float.BYTES;
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public double train() {
        throw new UnsupportedOperationException("memory does not train");
    }

    @Override
    public void infer() {
        List<Future<?>> running = new ArrayList<>();
        for (float[][] part : parts) {
            running.add(workers.submit(() -> triad(part[0], part[1], part[2])));
        }
        try {
            for (var each : running) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void triad(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + SCALE * c[i];
        }
    }

    @Override
    public float[] output() {
        return new float[] {parts.getFirst()[0][0]};
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
