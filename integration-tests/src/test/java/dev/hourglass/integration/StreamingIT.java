package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.cli.Main;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A detector is trained on a table, and scores it, in a process whose heap has no room for half of the file:
 * rows are read one after the other, and only those that are kept stay.
 */
class StreamingIT {
    private static final int HEAP_MB = 32;
    private static final int ROWS = 20_000;
    private static final int COLUMNS = 6;
    /** Characters of a note that no other row has. */
    private static final int NOTE = 3_500;
    private static final int DIGITS = 7;

    @TempDir
    private Path folder;

    private Path table() throws IOException {
        Path file = folder.resolve("long.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int column = 0; column < COLUMNS; column++) {
                out.write("c" + column + ",");
            }
            out.write("note\n");
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < COLUMNS; column++) {
                    out.write(row * (column + 3) % 101 + ",");
                }
                out.write(String.format("%0" + DIGITS + "d", row).repeat(NOTE / DIGITS));
                out.write('\n');
            }
        }
        return file;
    }

    private String run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + HEAP_MB + "m",
                "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--backend", "reference!", "--quiet"));
        Path log = folder.resolve("log");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        try {
            int code = process.waitFor();
            String said = Files.readString(log, StandardCharsets.UTF_8);
            assertEquals(0, code, said);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void neitherTrainingNorScoringHoldsATable() throws Exception {
        Path table = table();
        assertTrue(Files.size(table) > 2L * HEAP_MB << 20, Files.size(table) + " bytes");
        Path out = folder.resolve("out");
        String trained = run("train", "anomaly", "--data", table.toString(), "--sample", "1000", "--out",
                out.toString());
        assertTrue(trained.contains("a uniform sample of 1,000 of 20,000 rows"), trained);
        Path scores = folder.resolve("scores.csv");
        run("score", "--model", out.resolve("model.safetensors").toString(), "--in", table.toString(),
                "--top",
                "0", "--out", scores.toString());
        try (var lines = Files.lines(scores)) {
            assertEquals(ROWS + 1, lines.count());
        }
    }
}
