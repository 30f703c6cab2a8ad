package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which weights a training ends with, and what is said of it. */
class KeepOptionTest {
    /** A step as long as that makes everything worse than where it began. */
    private static final String HOT = "train compress --backend reference --batch 16 --epochs 3 --learning-rate 0.04 "
            + "--latent 4 --probe none";

    @TempDir
    private Path folder;

    @Test
    void whereNoEpochIsBetterTheStartIsKeptAndSaid() throws IOException {
        Path data = TestImages.npy(folder, 64);
        Path out = folder.resolve("out");
        var run = Cli.line(HOT + " --validation 0.3", "--data", data, "--out", out).succeeds();
        var report = report(out);
        double start = report.at("/start/validation/loss").asDouble();
        double lowest = Double.MAX_VALUE;
        for (JsonNode each : report.at("/validation/loss")) {
            lowest = Math.min(lowest, each.asDouble());
        }
        assertTrue(start > 0 && start < lowest, start + " beside " + lowest);
        String because = "no epoch had a lower validation loss than the principal components it started at, "
                + Words.error(start) + "; the lowest afterwards was " + Words.error(lowest);
        assertEquals(0, report.get("keptEpoch").asInt(-1));
        assertEquals(because, report.get("keptBecause").asText());
        assertTrue(run.err().contains("Start: validation " + Words.error(start)), run.err());
        assertTrue(run.err().contains("Keeps    the start: " + because), run.err());
        assertTrue(Files.readString(out.resolve("report.html")).contains("the start: " + because));
        var verified = Cli.run("verify", out).succeeds();
        String hash = report.at("/start/weightsSha256").asText().substring(0, 12);
        assertTrue(verified.out().contains("model.safetensors: the weights of the start"), verified.out());
        assertTrue(verified.out().contains("The start: the same bits (" + hash + ")"), verified.out());
        assertTrue(verified.out().contains("The same bits in all of 3 epochs"), verified.out());
    }

    @Test
    void theLastEpochIsKeptWhereItIsWantedOrNothingElseIsKnown() throws IOException {
        Path data = TestImages.npy(folder, 64);
        Path out = folder.resolve("out");
        var wanted = Cli.line(HOT + " --validation 0.3 --keep last", "--data", data, "--out", out).succeeds();
        assertEquals(3, report(out).get("keptEpoch").asInt());
        assertEquals("the last one", report(out).get("keptBecause").asText());
        assertFalse(report(out).has("start") || wanted.err().contains("Keeps"), wanted.err());
        assertTrue(report(out).get("command").asText().contains(" --keep last "));
        var blind = Cli.line(HOT + " --validation 0", "--data", data, "--out", out).succeeds();
        assertEquals(3, report(out).get("keptEpoch").asInt());
        assertTrue(
                blind.err().contains(
                        "Keeps    epoch 3: the last one; there are no validation rows to choose by"),
                blind.err());
        assertTrue(report(out).get("command").asText().contains(" --keep best "));
    }

    @Test
    void whatToKeepIsChecked() {
        Path data = TestImages.npy(folder, 16);
        Path out = folder.resolve("out");
        Cli.line(HOT + " --keep first", "--data", data, "--out", out)
                .isRefused("--keep: expected best or last, found 'first'");
        Cli.line(HOT + " --keep last --patience 2", "--data", data, "--out", out)
                .isRefused("--keep: --patience ends with the best weights, found 'last'");
        Cli.line(HOT + " --patience 0", "--data", data, "--out", out).isRefused("--patience");
    }

    private static JsonNode report(Path out) throws IOException {
        return new JsonMapper().readTree(out.resolve("report.json").toFile());
    }
}
