package dev.hourglass.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Keeps what JMH would print, for the case that something fails, and tells of each benchmark it begins. */
final class SilentOutput implements OutputFormat {
    private final Consumer<BenchmarkParams> begins;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    SilentOutput(Consumer<BenchmarkParams> begins) {
        this.begins = begins;
    }

    /** What was said since the last benchmark began. */
    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void startBenchmark(BenchmarkParams params) {
        said.reset();
        begins.accept(params);
    }

    @Override
    public void print(String text) {
        said.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void println(String text) {
        print(text + "\n");
    }

    @Override
    public void write(int each) {
        said.write(each);
    }

    @Override
    public void write(byte[] bytes) {
        said.writeBytes(bytes);
    }

    @Override
    public void verbosePrintln(String text) {
        // Not even in a failure: whole command lines.
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
        // The benchmark's result is what counts.
    }

    @Override
    public void iterationResult(BenchmarkParams benchmark, IterationParams params, int iteration,
            IterationResult result) {
        // The benchmark's result is what counts.
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        // The runner returns it.
    }

    @Override
    public void startRun() {
        // Nothing to say before the first benchmark.
    }

    @Override
    public void endRun(Collection<RunResult> results) {
        // The runner returns them.
    }

    @Override
    public void flush() {
        // Nothing is written through.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
