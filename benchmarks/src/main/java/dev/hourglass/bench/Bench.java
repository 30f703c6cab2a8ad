package dev.hourglass.bench;

import dev.hourglass.bench.BenchSettings.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Measures what the settings ask for. */
public final class Bench {
    private static final int BATCH = 128;

    private final BenchSettings settings;
    private final BenchProgress progress;
    private final Consumer<BenchRun> keeper;

    /** @param keeper is given what there is after each part, so that it is not lost when a later one fails */
    public Bench(BenchSettings settings, BenchProgress progress, Consumer<BenchRun> keeper) {
        this.settings = settings;
        this.progress = progress;
        this.keeper = keeper;
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
            var ours = finder.ours(settings.backends());
            var entrants = new ArrayList<>(ours);
            entrants.addAll(finder.peers(settings.against()));
            var run = new BenchRun(BenchRun.FORMAT, date,
                    Source.commit(installation.peers().toAbsolutePath().getParent()).orElse(""), version(),
                    settings.effort().name(), 0, machine, List.of(), List.of(), List.of(), List.of());
            for (Part part : Part.values()) {
                if (settings.parts().contains(part)) {
                    run = measured(part, run, ours, entrants, scratch)
                            .lasting(Series.rounded((System.nanoTime() - begin) / 1e9));
                    keeper.accept(run);
                }
            }
            return run;
        } finally {
            delete(scratch);
        }
    }

    private BenchRun measured(Part part, BenchRun run, List<Entrant> ours, List<Entrant> all, Path scratch) {
        return switch (part) {
            case STEPS ->
                run.with(new StepBenchmark(BATCH, all, settings, scratch, progress).run(), run.kernels(),
                        run.scaling(), run.starts());
            case KERNELS ->
                run.with(run.steps(), new KernelBenchmark(ours, Kernel.ops(), settings, progress).run(),
                        run.scaling(), run.starts());
            case SCALING -> run.with(run.steps(), run.kernels(),
                    new ScalingBenchmark(ours, settings, scratch, progress).run(), run.starts());
            case START -> run.with(run.steps(), run.kernels(), run.scaling(),
                    new StartUpBenchmark(ours, settings, scratch, progress).run());
        };
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
