package dev.hourglass.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.bench.BenchSettings.Effort;
import dev.hourglass.bench.BenchSettings.Part;
import dev.hourglass.bench.Entrant.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkException;
import org.openjdk.jmh.runner.RunnerException;

class KernelBenchmarkTest {
    private final List<String> said = new ArrayList<>();

    private final BenchProgress progress = new BenchProgress() {
        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void at(String piece, int done, int all) {
            said.add(done + "/" + all + " " + piece);
        }
    };

    @Test
    void timesKernelsAndTheMemoryInProcessesOfTheirOwn() {
        var results = run("reference", List.of(2));
        assertEquals(List.of(Kernel.ADAM, Kernel.STREAM, Kernel.STREAM),
                results.stream().map(KernelResult::kernel).toList());
        assertEquals(List.of("reference", "java", "java"),
                results.stream().map(KernelResult::backend).toList());
        // Reads weights, gradients and both moments, writes all but the gradients; to two digits for the
        // memory.
        assertEquals(List.of(29_360_148L, 29_000_000L, 402_653_184L),
                results.stream().map(KernelResult::bytes).toList());
        for (var each : results) {
            var clock = each.clock();
            assertEquals(2, each.threads());
            assertTrue(clock.count() > 0 && clock.best() > 0 && clock.best() <= clock.q1()
                    && clock.q1() <= clock.median() && clock.median() <= clock.q3(), clock.toString());
        }
        assertEquals(List.of("kernels, 2 threads", "0/3 Adam, a million weights", "1/3 memory: a = b + s·c",
                "2/3 memory: a = b + s·c", "3/3 "), said);
    }

    @Test
    void aKernelThatCannotBeRunSaysWhy() {
        var failure = assertThrows(BenchException.class, () -> run("abacus", List.of(1)));
        assertTrue(failure.getMessage().startsWith("Adam, a million weights cannot be measured: ")
                && failure.getMessage().contains("'abacus'"), failure.getMessage());
        assertTrue(failure.getMessage().lines().count() == 1 && !failure.getMessage().contains("\tat "),
                failure.getMessage());
    }

    @Test
    void aProcessThatDiesIsNamedWithItsLastWords() {
        var failure = new RunnerException("Benchmark caught the exception", new BenchmarkException(
                new IllegalStateException("Forked VM failed with exit code 139")));
        String said = """
                # Fork: 1 of 1
                <forked VM failed with exit code 139>
                <stdout last='20 lines'>
                </stdout>
                <stderr last='20 lines'>
                a library that greets
                segmentation fault, so to speak
                </stderr>

                Benchmark had encountered error, and fail on error was requested
                """;
        assertEquals(
                "Forked VM failed with exit code 139; the last it said: segmentation fault, so to speak",
                KernelBenchmark.reason(failure, said));
        assertEquals("no such benchmark",
                KernelBenchmark.reason(new RunnerException("no such benchmark"), ""));
    }

    private List<KernelResult> run(String backend, List<Integer> threads) {
        var settings = new BenchSettings(List.of(), threads, List.of(), List.of(), Optional.empty(),
                Set.of(Part.KERNELS), Effort.QUICK);
        var ours = List.of(new Entrant(backend, "", Owner.OURS, List.of(), Map.of()));
        return new KernelBenchmark(ours, List.of(Kernel.ADAM), settings, progress).run();
    }
}
