package dev.hourglass.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The machine's memory: a = b + s · c, the triad of the benchmark STREAM. Each of JMH's threads goes over its
 * part of the three arrays again and again, so that nothing is handed from thread to thread in between.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class StreamTime {
    private static final int ARRAYS = 3;
    private static final float SCALE = 3;

    /** What all threads together read and write in one pass. */
    @Param("402653184")
    long bytes;

    private float[] a;
    private float[] b;
    private float[] c;

    /** Takes this thread's part of the arrays. */
    @Setup
    public void allocate(BenchmarkParams params) {
        int floats = Math.toIntExact(bytes / ARRAYS / Float.BYTES / params.getThreads());
        a = new float[floats];
        b = new float[floats];
        c = new float[floats];
    }

    /** One pass. */
    @Benchmark
    public float[] triad() {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + SCALE * c[i];
        }
        return a;
    }
}
