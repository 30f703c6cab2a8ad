package dev.hourglass.cli.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hourglass.cli.Cli;
import dev.hourglass.cli.LeftBehind;
import dev.hourglass.cli.TestImages;
import dev.hourglass.models.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a killed run is copied from one that is alive, in the middle of its second group. */
class ResumeAnomalyTest {
    private static final String TRAIN = "train anomaly --backend reference --threads 1 --label odd --quiet "
            + "--checkpoint-every ";
    private static final List<String> TIMES = List.of("seconds", "command");

    @TempDir
    private static Path shared;
    private static Path data;
    private static Path whole;
    private static Path left;

    @TempDir
    private Path folder;
    private Path out;

    @BeforeAll
    static void leaveARunBehind() throws Exception {
        var random = new Random(3);
        var text = new StringBuilder("a,b,kind,odd\n");
        for (int row = 0; row < 200; row++) {
            double a = random.nextGaussian();
            text.append(a).append(',').append(row % 20 == 0 ? -3 * a : 2 * a + 0.1 * random.nextGaussian())
                    .append(row % 3 == 0 ? ",red," : ",blue,").append(row % 20 == 0 ? "1\n" : "0\n");
        }
        data = Files.writeString(shared.resolve("rows.csv"), text);
        whole = shared.resolve("whole");
        left = shared.resolve("left");
        LeftBehind.copyDuring(() -> Cli.line(TRAIN + "1", "--data", data, "--out", whole).succeeds(), whole,
                left, files -> files.stream().anyMatch(
                        each -> each.getFileName().toString().startsWith("checkpoint-part01-000003-")));
    }

    @BeforeEach
    void copy() throws IOException {
        out = folder.resolve("out");
        LeftBehind.copy(left, out);
    }

    private void assertEndedAsTheWholeRun() throws IOException {
        var before = ModelFile.read(whole.resolve("model.safetensors")).tensors();
        var after = ModelFile.read(out.resolve("model.safetensors")).tensors();
        assertEquals(before.names(), after.names());
        before.names().forEach(name -> assertArrayEquals(before.values(name), after.values(name), 0f, name));
        assertEquals(LeftBehind.report(whole, TIMES), LeftBehind.report(out, TIMES));
        assertFalse(Files.exists(out.resolve("checkpoints")));
        assertTrue(Files.exists(out.resolve("run.json")));
    }

    @Test
    void endsWithTheSameDetectorAndTheSameReport() throws IOException {
        var run = Cli.run("resume", out).succeeds();
        assertTrue(
                run.err().contains("Resumes  group 1, scaled by range: nothing of it is left to train"),
                run.err());
        assertTrue(run.err().contains("Resumes  group 2, scaled by deviation: in epoch "), run.err());
        assertFalse(run.err().contains("Training group 1"), run.err());
        assertTrue(run.err().contains("Training group 3"), run.err());
        assertEndedAsTheWholeRun();
        assertTrue(Cli.run("resume", out).succeeds().err().contains("is finished"));
    }

    @Test
    void trainingIntoItIsRefusedUnlessItIsGivenUp() throws IOException {
        Cli.line(TRAIN + "1m", "--data", data, "--out", out).isRefused(
                "--out: " + out + " holds an unfinished run", "--restart");
        var run = Cli.line(TRAIN + "none --restart", "--data", data, "--out", out).succeeds();
        assertFalse(run.err().contains("Resumes"), run.err());
        assertEndedAsTheWholeRun();
    }

    @Test
    void otherDataIsRefused() throws IOException {
        String before = Files.readString(data);
        try {
            Files.writeString(data, before.replaceFirst("red", "blue"));
            Cli.run("resume", out).isRefused(out + ": the run was started on t", "rows with digest ",
                    ", found ");
        } finally {
            Files.writeString(data, before);
        }
    }

    @Test
    void verifyComparesEveryEpochOfEveryGroup() throws IOException {
        var verified = Cli.run("verify", whole).succeeds();
        assertTrue(verified.out().contains("model.safetensors: the weights of epoch 12, 24, 36"),
                verified.out());
        assertTrue(verified.out().contains("Group 2, scaled by deviation, epoch 5: the same bits ("),
                verified.out());
        assertTrue(verified.out().contains("The same bits in all of 36 epochs"), verified.out());
    }

    @Test
    void verifySaysFromWhereTheBitsAreOthers() throws IOException {
        Path run = folder.resolve("run");
        Files.createDirectories(run);
        for (String name : List.of("model.safetensors", "run.json")) {
            Files.copy(whole.resolve(name), run.resolve(name));
        }
        var report = (ObjectNode) new JsonMapper().readTree(whole.resolve("report.json").toFile());
        var hashes = (ArrayNode) report.at("/train/weightsSha256");
        assertEquals(36, hashes.size());
        assertEquals(36, report.get("keptEpoch").asInt());
        hashes.set(23, "0".repeat(64));
        Files.writeString(run.resolve("report.json"), report.toString());
        var verified = Cli.run("verify", run);
        assertEquals(1, verified.code(), verified.toString());
        assertTrue(verified.out().contains("model.safetensors: not the weights of epoch 24: 000000000000"),
                verified.out());
        assertTrue(verified.out().contains(
                "Not the same bits from group 2, scaled by deviation, epoch 12 of 36 on"), verified.out());
    }

    /** A run of images has one network, trained in rounds. */
    @Test
    void imagesAreVerifiedRoundByRound() throws IOException {
        Path run = folder.resolve("digits");
        Path events = folder.resolve("events");
        Cli.line("train anomaly --backend reference --threads 1 --quiet --tensorboard", events, "--data",
                TestImages.npy(folder, 60), "--out", run).succeeds();
        var verified = Cli.run("verify", run).succeeds();
        assertTrue(verified.out().contains("model.safetensors: the weights of epoch 12\n"), verified.out());
        assertTrue(verified.out().contains("Round 3, epoch 4: the same bits ("), verified.out());
        try (Stream<Path> files = Files.list(events)) {
            assertEquals(List.of("round-1", "round-2", "round-3"),
                    files.map(each -> each.getFileName().toString()).sorted().toList());
        }
    }
}
