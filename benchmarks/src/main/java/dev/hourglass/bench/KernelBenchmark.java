package dev.hourglass.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Kernels by themselves on every backend of ours, and the machine's memory, measured by JMH: each in
 * processes of its own, which do nothing else.
 */
final class KernelBenchmark {
    /** Arrays of 3 x 128 MB, that no cache holds. */
    private static final long BEYOND_CACHES = 3L << 27;

    private final List<String> backends;
    private final List<Kernel> kernels;
    private final BenchSettings settings;
    private final BenchProgress progress;
    private final List<Long> sizes;
    private int done;

    KernelBenchmark(List<Entrant> ours, List<Kernel> kernels, BenchSettings settings,
            BenchProgress progress) {
        this.backends = ours.stream().map(Entrant::system).toList();
        this.kernels = List.copyOf(kernels);
        this.settings = settings;
        this.progress = progress;
        sizes = sizes(kernels);
    }

    List<KernelResult> run() {
        var results = new ArrayList<KernelResult>();
        for (int threads : settings.threads()) {
            done = 0;
            progress.say("kernels, " + threads + (threads == 1 ? " thread" : " threads"));
            for (Kernel kernel : kernels) {
                results.addAll(measure(kernel, threads));
            }
            for (long bytes : sizes) {
                results.add(stream(bytes, threads));
            }
            progress.at("", done, pieces());
        }
        return results;
    }

    /**
     * What the memory is measured over: as many bytes as each kernel moves, to two digits, for what fits into
     * a cache is faster there; and one size that fits into none.
     */
    private static List<Long> sizes(List<Kernel> kernels) {
        return Stream.concat(kernels.stream().map(each -> new BigDecimal(each.bytes())
                .round(new MathContext(2)).longValueExact()), Stream.of(BEYOND_CACHES)).distinct().sorted()
                .toList();
    }

    /** What is measured with one number of threads. */
    private int pieces() {
        return kernels.size() * backends.size() + sizes.size();
    }

    private List<KernelResult> measure(Kernel kernel, int threads) {
        var options = options(KernelTime.class).param("kernel", kernel.name())
                .param("backend", backends.toArray(String[]::new))
                .param("threads", Integer.toString(threads));
        return run(options, kernel.title()).stream()
                .map(each -> new KernelResult(kernel, each.getParams().getParam("backend"), threads,
                        series(each), kernel.flops(), kernel.bytes()))
                .toList();
    }

    private KernelResult stream(long bytes, int threads) {
        var options = options(StreamTime.class).param("bytes", Long.toString(bytes)).threads(threads);
        var result = run(options, Kernel.STREAM.title()).iterator().next();
        return new KernelResult(Kernel.STREAM, "java", threads, series(result), 0, bytes);
    }

    private ChainedOptionsBuilder options(Class<?> benchmark) {
        var sampling = settings.effort().sampling();
        return new OptionsBuilder().include(benchmark.getName() + "\\.")
                .jvmArgs(Jvm.OPTIONS.toArray(String[]::new)).forks(sampling.forks()).warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(sampling.warmUp())).measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(sampling.measured())).shouldFailOnError(true);
    }

    private Collection<RunResult> run(ChainedOptionsBuilder options, String what) {
        var output = new SilentOutput(_ -> progress.at(what, done++, pieces()));
        try {
            return new Runner(options.build(), output).run();
        } catch (RunnerException e) {
            throw new BenchException(what + " cannot be measured: " + reason(e, output.said()), e);
        }
    }

    /** What went wrong in the process that was measured, or before there was one. */
    static String reason(RunnerException failure, String said) {
        if (failure.getCause() == null) {
            return failure.getMessage();
        }
        String thrown = Arrays.stream(failure.getCause().getSuppressed()).map(Throwable::getMessage)
                .findFirst().orElse(failure.getCause().toString());
        // Of a process that dies without an exception JMH shows the end of what it wrote, between marks.
        return said.lines().dropWhile(each -> !each.startsWith("<forked VM failed"))
                .takeWhile(each -> !each.equals("</stderr>"))
                .filter(each -> !each.isBlank() && !each.startsWith("<")).reduce((_, each) -> each)
                .map(each -> thrown + "; the last it said: " + each.strip()).orElse(thrown);
    }

    private static Series series(RunResult result) {
        var times = new ArrayList<Double>();
        result.getPrimaryResult().getStatistics().getRawData().forEachRemaining(each -> {
            for (long i = 0; i < each.getValue(); i++) {
                times.add(each.getKey());
            }
        });
        return Series.of(times).unordered();
    }
}
