package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.bench.BenchRun;
import dev.hourglass.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hourglass bench} with the real backends, each in a process of its own. */
class BenchIT {
    @TempDir
    private Path folder;

    @Test
    void measuresEveryBackendAndWritesWhatItFound() {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Main.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), "bench", "--quick", "--parts",
                "steps,start", "--models", "compress",
                "--backends", "onednn,nd4j", "--out", folder.toString());
        String text = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, code, err.toString(StandardCharsets.UTF_8));
        assertTrue(text.contains("compress, training step, batch 128, 1 thread"), text);
        assertTrue(text.contains("times onednn"), text);
        var run = BenchRun.read(folder.resolve("bench.json"));
        assertEquals(3, run.steps().size());
        assertTrue(run.starts().stream().anyMatch(each -> each.what().equals("encode one image")
                && each.backend().equals("onednn") && each.seconds().median() > 0.05),
                run.starts().toString());
        for (var step : run.steps()) {
            assertEquals(2, step.entries().size());
            step.entries().forEach(each -> assertTrue(each.clock().median() > 0, each.toString()));
            assertTrue(step.ratio("nd4j", "onednn").isPresent());
        }
    }
}
