package dev.hourglass.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchRunTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsReadIsWhatWasWritten() {
        var run = Runs.of(10, 25);
        run.write(folder.resolve("bench.json"));
        assertEquals(run, BenchRun.read(folder.resolve("bench.json")));
    }

    @Test
    void theFileHoldsWhatTheKernelsMakeOfTheMachine() throws IOException {
        Path file = folder.resolve("bench.json");
        Runs.of(10, 25).write(file);
        var rate = new ObjectMapper().readTree(file.toFile()).path("rates").path(0);
        assertEquals(300, rate.path("gigaflops").doubleValue());
        assertEquals(0.5, rate.path("ofMemory").doubleValue());
        assertEquals("ARITHMETIC", rate.path("bound").textValue());
    }

    @Test
    void otherFilesAreNamed() throws IOException {
        for (String text : List.of("{", "{}", "null", "[]", "{\"format\": 7}", "{\"format\": 1}", "")) {
            Path file = folder.resolve("bench.json");
            Files.writeString(file, text);
            var failure = assertThrows(DataException.class, () -> BenchRun.read(file), text);
            assertTrue(failure.getMessage().startsWith(file.toString()), failure.getMessage());
        }
        assertThrows(DataException.class, () -> BenchRun.read(folder.resolve("absent.json")));
    }

    @Test
    void tablesShowTheFastestFirstWithRatios() {
        var table = Runs.of(10, 25).tables().getFirst();
        assertEquals("denoise, training step, batch 128, 2 threads", table.title());
        assertEquals(List.of("onednn", "10.0", "10.0-10.0", "10.0", "20.0", ""), table.rows().getFirst());
        assertEquals("2.50 (2.50-2.50)", table.rows().get(1).getLast());
    }
}
