package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts Java programs on the class path of the tests: libraries are loaded once in a process. */
final class Processes {
    private static final long SECONDS = 300;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> options = new ArrayList<>();

    /** What a process left: its exit code, what it printed, and what it said on its standard error. */
    record Ended(int code, String output, String error) {
    }

    /** @param folder where its output is kept meanwhile */
    Processes(Path folder) {
        this.folder = folder;
    }

    Processes with(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** Options of its Java, after the usual ones. */
    Processes options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    Ended run(String main, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xmx1g", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Djava.awt.headless=true", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(options);
        command.add(main);
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        Path error = folder.resolve("error.txt");
        var builder = new ProcessBuilder(command).redirectOutput(output.toFile())
                .redirectError(error.toFile());
        builder.environment().remove(CudaLibraries.VISIBLE);
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the process hangs");
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(error));
    }
}
