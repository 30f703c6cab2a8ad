package dev.hourglass.cli;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Finding;
import dev.hourglass.spi.Options;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what there is to compute with, what is missing and why, and tries what there is. */
@Command(footer = {"",
    "Every usable backend trains a small denoiser for a few steps; its losses are held",
    "against those of the backend 'reference', which is plain Java. Ends with 2 where no",
    "backend, or not the one named, can be used, and with 1 where one computes something",
    "else than 'reference'.", "",
    "  hourglass doctor",
    "  hourglass doctor --backend cuda!        is the GPU ready?"})
final class DoctorCommand implements Callable<Integer> {
    private static final String REFERENCE = "reference";
    private static final List<String> VARIABLES = List.of("JAVA_HOME", "HOURGLASS_BACKENDS", "HOURGLASS_DATA",
            "HOURGLASS_JVM_OPTIONS", "HOURGLASS_CUDA_PATH", "CUDA_VISIBLE_DEVICES", "CUDA_HOME",
            "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OMP_NUM_THREADS");
    private static final int ROWS = 64;
    private static final int BATCH = 16;
    private static final int EPOCHS = 2;
    /** Of two losses after a few steps in float32. */
    private static final double BOUND = 1e-3;

    private final Streams streams;

    @Option(names = "--backend", paramLabel = "NAME", defaultValue = Backends.AUTO,
            description = "Looks at this backend only, with or without '!'. Default: all")
    private String wanted = Backends.AUTO;

    DoctorCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        String name = wanted.replaceFirst("!$", "");
        String provider = name.replaceFirst(":.*$", "");
        var all = Backends.found();
        var chosen = all.stream()
                .filter(each -> provider.equals(Backends.AUTO) || each.name().equals(provider)).toList();
        if (chosen.isEmpty()) {
            throw new WrongOption("--backend: there is no backend '" + name + "' on the class path; there "
                    + "are " + String.join(", ", all.stream().map(Backends.Found::name).toList()));
        }
        machine();
        boolean anyUsable = chosen.stream()
                .anyMatch(each -> each.availability() instanceof Availability.Ready);
        double[] expected = anyUsable ? losses(REFERENCE) : new double[0];
        boolean allRight = true;
        for (var each : chosen) {
            streams.result("");
            streams.result("Backend " + each.name());
            Backends.findings(each.name()).forEach(this::say);
            switch (each.availability()) {
                case Availability.Missing(var reason) -> say("cannot be used", reason);
                case Availability.Ready(var device) -> {
                    Backends.devices(each.name()).forEach(this::device);
                    say("library", device.version());
                    allRight &= tried(name.equals(Backends.AUTO) ? each.name() : name, expected);
                }
            }
        }
        streams.result("");
        return verdict(name, anyUsable, allRight);
    }

    private int verdict(String name, boolean anyUsable, boolean allRight) {
        if (!anyUsable) {
            streams.result(name.equals(Backends.AUTO) ? "No backend can be used."
                    : "Backend " + name + " cannot be used.");
            return ExitCode.USER;
        }
        streams.result(allRight ? "Everything that can be used computes what it should."
                : "Something is wrong with a backend: do not trust its results, and please report the lines "
                        + "above.");
        return allRight ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void machine() {
        streams.result("This machine");
        say("Java", Runtime.version() + " (" + System.getProperty("java.vendor") + "), "
                + System.getProperty("java.home"));
        say("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch"));
        say("processors", Words.count(Runtime.getRuntime().availableProcessors()));
        say("heap", "up to " + Words.bytes(Runtime.getRuntime().maxMemory()));
        if (ManagementFactory
                .getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            say("memory", Words.bytes(system.getTotalMemorySize()) + ", "
                    + Words.bytes(system.getFreeMemorySize()) + " free");
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        say("temporary files", temporary + (Files.isWritable(temporary) ? ""
                : ": cannot be written, and native libraries are unpacked there; name another folder with "
                        + "HOURGLASS_JVM_OPTIONS=-Djava.io.tmpdir=FOLDER"));
        for (String variable : VARIABLES) {
            String value = System.getenv(variable);
            if (value != null) {
                say(variable, value);
            }
        }
    }

    private void device(Availability device) {
        switch (device) {
            case Availability.Missing(var reason) -> say("device", reason);
            case Availability.Ready(var info) -> say(info.backend(), info.device() + ", "
                    + Words.count(info.threads(), "thread") + ", " + Words.bytes(info.memory())
                    + " may be taken");
        }
    }

    private boolean tried(String backend, double[] expected) {
        double[] found;
        try {
            found = losses(backend);
        } catch (BackendException e) {
            say("tried", "failed: " + e.getMessage());
            return false;
        }
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - expected[i]) / expected[i]);
        }
        boolean right = worst <= BOUND;
        say("tried", String.format(Locale.ROOT, "%d training steps: losses differ from %s by %.1e at most%s",
                EPOCHS * ROWS / BATCH, REFERENCE, worst,
                right ? "" : String.format(Locale.ROOT, ", and %.0e is allowed", BOUND)));
        return right;
    }

    private static double[] losses(String name) {
        Dataset digits = SyntheticDigits.of("digits", 1, 0, ROWS);
        try (Backend backend = Backends.open(name + "!", Options.standard()).backend()) {
            var training = Training.of(Tutorial.denoising(digits.shape()),
                    Objective.denoising(new Corruption.Gaussian(0.4f)));
            return training.batch(BATCH).epochs(EPOCHS).fit(digits, backend).report().epochs().stream()
                    .mapToDouble(each -> each.loss()).toArray();
        }
    }

    private void say(Finding finding) {
        say(finding.what(), finding.found());
    }

    private void say(String what, String found) {
        streams.result(String.format(Locale.ROOT, "  %-16s  %s", what, found));
    }
}
