package dev.hourglass.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;

/** Measures what the settings ask for. */
public final class Bench {
    private static final int BATCH = 128;

    private final BenchSettings settings;
    private final BenchProgress progress;

    public Bench(BenchSettings settings, BenchProgress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * The whole run; takes minutes.
     *
     * @throws BenchException when a system is missing, fails, or computes something else than the others
     */
    public BenchRun run() {
        long begin = System.nanoTime();
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        var machine = Machine.here();
        var installation = Installation.current();
        Path scratch = scratch();
        try {
            var finder = new Entrants(installation, settings.python(), scratch);
            var entrants = new ArrayList<>(finder.ours(settings.backends()));
            entrants.addAll(finder.peers(settings.against()));
            var steps = new StepBenchmark(BATCH, entrants, settings, scratch, progress).run();
            return new BenchRun(BenchRun.FORMAT, date,
                    Source.commit(installation.peers().toAbsolutePath().getParent()).orElse(""), version(),
                    settings.effort().name(), Series.rounded((System.nanoTime() - begin) / 1e9), machine,
                    steps);
        } finally {
            delete(scratch);
        }
    }

    private static String version() {
        return Objects.requireNonNullElse(Bench.class.getPackage().getImplementationVersion(), "");
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("hourglass-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // A stray file of a stopped worker; the system clears its temporary folder.
        }
    }
}
