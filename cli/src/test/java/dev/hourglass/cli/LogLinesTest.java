package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is logged, in processes of their own: a logger reads its settings once. */
class LogLinesTest {
    @TempDir
    private Path folder;

    private List<String> logged(String... options) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "train", "compress", "--data", "digits", "--rows", "24", "--batch", "8", "--model",
                "tutorial-compression", "--epochs", "1", "--probe", "none", "--backend", "reference",
                "--quiet", "--out", folder.resolve("out").toString()));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        var lines = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .toList();
        int code = process.waitFor();
        assertTrue(code == ExitCode.DONE || code == ExitCode.FAILED, () -> code + ": " + lines);
        return lines.stream().filter(each -> each.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} .*"))
                .map(each -> each.substring(13)).toList();
    }

    private static long count(List<String> lines, String start) {
        return lines.stream().filter(each -> each.startsWith(start)).count();
    }

    @Test
    void nothingIsLoggedUntilSomebodyAsks() throws Exception {
        assertEquals(List.of(), logged());
    }

    @Test
    void verboseTellsOfBackendSessionTrainingAndFile() throws Exception {
        var lines = logged("--verbose");
        for (String expected : List.of("INFO Backends - backend reference (",
                "INFO Session - session opened on reference",
                "INFO Trainer - training starts: ", "INFO Trainer - training ends: COMPLETED after 1 epochs",
                "INFO Safetensors - wrote ")) {
            assertTrue(count(lines, expected) == 1, () -> expected + " in " + String.join("\n", lines));
        }
        assertFalse(lines.stream().anyMatch(each -> each.startsWith("DEBUG")),
                () -> String.join("\n", lines));
        assertTrue(lines.size() <= 8, () -> "events, no noise: " + String.join("\n", lines));
    }

    @Test
    void twiceTellsOfEveryEpoch() throws Exception {
        assertEquals(1, count(logged("-vv"), "DEBUG Trainer - epoch "));
    }
}
