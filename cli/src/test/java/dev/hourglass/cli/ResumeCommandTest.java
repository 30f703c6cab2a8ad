package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hourglass.models.TrainedModel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a killed run is copied from one that is alive. */
class ResumeCommandTest {
    private static final String TRAIN = "train compress --backend reference --batch 16 --epochs 40 --quiet "
            + "--learning-rate 0.01 --latent 4 --patience 30 --probe none --checkpoint-every ";
    private static final List<String> TIMES = List.of("seconds", "imagesPerSecond", "command");

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
        data = TestImages.npy(shared, 64);
        whole = shared.resolve("whole");
        left = shared.resolve("left");
        LeftBehind.copyDuring(() -> Cli.line(TRAIN + "3", "--data", data, "--out", whole).succeeds(), whole,
                left, ResumeCommandTest::areOfTheSecondHalf);
    }

    /** Two checkpoints and the settings. */
    private static boolean areOfTheSecondHalf(List<Path> files) {
        return files.size() == 3
                && files.getFirst().getFileName().toString().compareTo("checkpoint-00002") >= 0;
    }

    @BeforeEach
    void copy() throws IOException {
        out = folder.resolve("out");
        LeftBehind.copy(left, out);
    }

    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(out.resolve("checkpoints"))) {
            return files.filter(each -> each.toString().endsWith(".safetensors")).sorted().toList();
        }
    }

    private void assertEndedAsTheWholeRun() throws IOException {
        assertArrayEquals(TrainedModel.load(whole.resolve("model.safetensors")).digest(),
                TrainedModel.load(out.resolve("model.safetensors")).digest());
        assertEquals(LeftBehind.report(whole, TIMES), LeftBehind.report(out, TIMES));
        assertArrayEquals(Files.readAllBytes(whole.resolve("loss.png")),
                Files.readAllBytes(out.resolve("loss.png")));
        assertFalse(Files.exists(out.resolve("checkpoints")));
        assertTrue(Files.exists(out.resolve("run.json")));
    }

    private void change(String pointer, String field, String value) throws IOException {
        Path file = out.resolve("checkpoints/run.json");
        var root = new JsonMapper().readTree(file.toFile());
        ((ObjectNode) root.at(pointer)).put(field, value);
        Files.writeString(file, root.toString());
    }

    @Test
    void endsWithTheSameWeightsAndTheSameReport() throws IOException {
        var run = Cli.run("resume", out).succeeds();
        assertTrue(run.err().contains("Resumes  in epoch 2"), run.err());
        assertTrue(run.err().contains("Epoch 40/40"), run.err());
        assertEndedAsTheWholeRun();
        assertTrue(Cli.run("resume", out).succeeds().err().contains("is finished"));
    }

    /** Killed in the middle of a write, a process leaves what it had written by then. */
    @Test
    void halfWrittenFilesGoWithTheRun() throws IOException {
        for (String name : List.of(".run.json.17-1.tmp",
                ".checkpoint-000001-0000000003.safetensors.17-1.tmp")) {
            Files.writeString(out.resolve("checkpoints").resolve(name), "{");
        }
        Cli.line("resume", out).succeeds();
        assertEndedAsTheWholeRun();
    }

    @Test
    void aDamagedCheckpointIsToldAndTheOneBeforeTaken() throws IOException {
        Path newest = checkpoints().getLast();
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 5000));
        var run = Cli.run("resume", "--quiet", out).succeeds();
        assertTrue(
                run.err().contains("Note: " + newest + ": ")
                        && run.err().contains("going on from the one before"),
                run.err());
        assertEndedAsTheWholeRun();
    }

    @Test
    void withoutACheckpointItStartsFromTheBeginning() throws IOException {
        for (Path each : checkpoints()) {
            Files.delete(each);
        }
        assertTrue(Cli.run("resume", "--quiet", out).succeeds().err().contains("There is no checkpoint yet"));
        assertEndedAsTheWholeRun();
    }

    @Test
    void trainingIntoItIsRefusedUnlessItIsGivenUp() throws IOException {
        Cli.line(TRAIN + "1m", "--data", data, "--out", out).isRefused(
                "--out: " + out + " holds an unfinished run",
                "'hourglass resume " + out + "'", "--restart");
        assertEquals(2, checkpoints().size());
        var run = Cli.line(TRAIN + "1m --restart", "--data", data, "--out", out).succeeds();
        assertFalse(run.err().contains("Resumes"), run.err());
        assertEndedAsTheWholeRun();
    }

    @Test
    void twoProcessesDoNotGoOnWithTheSameRun() throws IOException {
        Path lock = out.resolve("checkpoints/lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assertTrue(held.isValid());
            Cli.run("resume", out).isRefused(out + ": another process trains in this folder");
            Cli.line(TRAIN + "1m --restart", "--data", data, "--out", out).isRefused("another process");
        }
        assertEquals(2, checkpoints().size());
        Cli.run("resume", "--quiet", out).succeeds();
        assertEndedAsTheWholeRun();
    }

    @Test
    void otherDataIsRefused() throws IOException {
        byte[] before = Files.readAllBytes(data);
        try {
            Files.write(data, Files.readAllBytes(TestImages.npy(folder, 63)));
            Cli.run("resume", out).isRefused(out + ": the run was started on training rows with digest ",
                    ", found ");
        } finally {
            Files.write(data, before);
        }
    }

    @Test
    void anotherProgramOrBackendIsRefused() throws IOException {
        change("/backend", "version", "of the future");
        Cli.run("resume", out)
                .isRefused("the run was started on reference (of the future), ",
                        ", here computes reference (");
        change("", "library", "9.9");
        Cli.run("resume", out).isRefused("the run was started by Hourglass 9.9 (commit " + Library.commit(),
                "this is " + Library.version());
        change("", "library", Library.version());
        change("", "commit", "0123");
        Cli.run("resume", out).isRefused("(commit 0123), this is " + Library.version() + " (commit "
                + Library.commit() + "); only the same build");
        assertEquals(2, checkpoints().size());
    }

    @Test
    void anotherProcessorIsNoted() throws IOException {
        change("/backend", "device", "an abacus");
        var run = Cli.run("resume", "--quiet", out).succeeds();
        assertTrue(run.err().contains("Note: the run was started on an abacus, this is "), run.err());
    }

    @Test
    void whatIsNoRunIsRefused() throws IOException {
        Cli.run("resume", folder.resolve("none")).isRefused("expected the folder of an unfinished run",
                "found nothing");
        Cli.run("resume", shared).isRefused("found no checkpoints/run.json in it");
        Cli.run("resume", data).isRefused("found a file");
        Path file = out.resolve("checkpoints/run.json");
        for (String text : List.of("", "{}", "[1]", "{\"format\": 1}", "{\"format\": 2}", "no",
                "{\"format\": 2, \"arguments\": null}", "{\"format\": 2, \"more\": 2}")) {
            Files.writeString(file, text);
            Cli.run("resume", out).isRefused(file + ": expected ", "found ");
        }
    }

    @Test
    void aRunOfAnotherKindIsRefused() throws IOException {
        Path file = out.resolve("checkpoints/run.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"compress\"", "\"inspect\""));
        Cli.run("resume", out).isRefused("expected a run of hourglass train, found 'inspect'");
        Files.writeString(file, text.replace("\"--latent\"", "\"--sideways\""));
        Cli.run("resume", out).isRefused("the settings of the run cannot be read", "--sideways");
    }

    @Test
    void nothingIsKeptWhereNothingIsWanted() throws IOException {
        Path other = folder.resolve("other");
        Cli.line(TRAIN + "none", "--data", data, "--out", other).succeeds();
        out = other;
        assertEndedAsTheWholeRun();
    }

    @Test
    void intervalsAreChecked() {
        for (String wrong : List.of("0", "5x", "m", "-1", "1.5m", "never", "99999999999")) {
            Cli.line(TRAIN + wrong, "--data", data, "--out", folder.resolve("new")).isRefused(
                    "--checkpoint-every: ",
                    "found '" + wrong + "'");
        }
        assertFalse(Files.exists(folder.resolve("new")));
    }
}
