package dev.hourglass.bench;

import dev.hourglass.data.PngFile;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From the start of a process to the first encoded image: {@code hourglass encode} of one PNG, on every
 * backend of ours, in turn; also with the JVM's own cache of loaded and linked classes (JDK 25:
 * {@code -XX:AOTCache}).
 */
final class StartUpBenchmark {
    private static final String MAIN = "dev.hourglass.cli.Main";
    private static final int SECONDS = 120;

    private final List<Entrant> ours;
    private final BenchSettings settings;
    private final Path scratch;
    private final BenchProgress progress;

    private record Start(String what, String backend, List<String> command) {
    }

    StartUpBenchmark(List<Entrant> ours, BenchSettings settings, Path scratch, BenchProgress progress) {
        this.ours = List.copyOf(ours);
        this.settings = settings;
        this.scratch = scratch;
        this.progress = progress;
    }

    List<StartUp> run() {
        progress.say("starting the program");
        writeFiles();
        var starts = new ArrayList<Start>();
        starts.add(new Start("hourglass --version", "", java(List.of(), List.of("--version"))));
        for (Entrant entrant : ours) {
            var encode = List.of("encode", "--model", scratch.resolve("start.safetensors").toString(), "--in",
                    scratch.resolve("start.png").toString(), "--out", scratch.resolve("start.npy").toString(),
                    "--backend", entrant.system() + "!");
            starts.add(new Start("encode one image", entrant.system(), java(List.of(), encode)));
            String cache = scratch.resolve("start-" + entrant.system() + ".aot").toString();
            if (writesCache(java(List.of("-XX:AOTCacheOutput=" + cache), encode))) {
                starts.add(new Start("encode one image, with an AOT cache", entrant.system(),
                        java(List.of("-XX:AOTCache=" + cache), encode)));
            }
        }
        return measure(starts);
    }

    /** A run that writes the cache, not timed. The JVM takes none of classes that lie in folders. */
    private boolean writesCache(List<String> command) {
        try {
            time(command);
            return true;
        } catch (BenchException e) {
            progress.say(
                    "left out: start with an AOT cache, which this JVM does not write for this class path");
            return false;
        }
    }

    private List<StartUp> measure(List<Start> starts) {
        Map<Start, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 0; round < settings.effort().starts(); round++) {
            for (Start start : starts) {
                seconds.computeIfAbsent(start, _ -> new ArrayList<>()).add(time(start.command()));
            }
        }
        return seconds.entrySet().stream()
                .map(each -> new StartUp(each.getKey().what(), each.getKey().backend(),
                        Series.of(each.getValue())))
                .toList();
    }

    private void writeFiles() {
        var digits = SyntheticDigits.of("digits", 1, 0, 1);
        var model = TutorialModel.COMPRESS.autoencoder(Size.of(1));
        try (var backend = new ReferenceProvider().open(Options.standard());
                var session = Session.open(AutoencoderProgram.inference(model, 1), backend)) {
            session.initialise(1);
            TrainedModel.of(model, session, Map.of()).save(scratch.resolve("start.safetensors"));
        }
        var pixels = new float[Size.SIDE * Size.SIDE];
        digits.read(0, pixels, 0);
        PngFile.write(scratch.resolve("start.png"), pixels, Size.SIDE, Size.SIDE, 1);
    }

    /** The launcher's options. */
    private static List<String> java(List<String> options, List<String> arguments) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djava.awt.headless=true",
                        "-Dorg.bytedeco.javacpp.logger=slf4j", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        command.addAll(arguments);
        return command;
    }

    /** Seconds of a process that must end well. */
    private double time(List<String> command) {
        Path log = scratch.resolve("start.log");
        try {
            Files.deleteIfExists(scratch.resolve("start.npy"));
            long begin = System.nanoTime();
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new BenchException("starting the program failed: "
                        + String.join(" ", Files.readAllLines(log)).strip());
            }
            return seconds;
        } catch (IOException e) {
            throw new BenchException("the program cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
