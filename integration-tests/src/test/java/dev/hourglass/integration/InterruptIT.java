package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.hourglass.cli.Main;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.anomaly.AnomalyDetector;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of an epoch, sent to a real process. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class InterruptIT {
    private static final int SIDE = 8;
    private static final int INTERRUPTED = 130;

    @TempDir
    private Path folder;
    private Path out;

    @BeforeEach
    void folders() {
        out = folder.resolve("out");
    }

    private Path images(int count) {
        var pixels = new byte[count * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 7 * 31);
        }
        Path file = folder.resolve(count + ".npy");
        Npy.write(file, NpyArray.of(pixels, count, SIDE, SIDE));
        return file;
    }

    /** Starts endless training. */
    private Process train(int images) throws IOException {
        return start("compress", "--batch", "16", "--latent", "4", "--keep", "last", "--epochs", "1000000",
                "--data",
                images(images).toString());
    }

    private Process start(String task, String... options) throws IOException {
        var command = new ArrayList<>(
                List.of("train", task, "--backend", "reference!", "--out", out.toString()));
        command.addAll(List.of(options));
        return run(command);
    }

    private static Process run(List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        // A shell that runs this in the background may have had it ignore Ctrl-C, and children inherit that.
        if (works("env", "--default-signal=INT", "true")) {
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static boolean works(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void waitFor(BufferedReader lines, String start) throws IOException {
        var seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.startsWith(start)) {
                return;
            }
        }
        throw new AssertionError("no line starts with '" + start + "' in: " + seen);
    }

    private static void interrupt(Process process) {
        assertTrue(works("kill", "-INT", String.valueOf(process.pid())));
    }

    private static void endsInterrupted(Process process) throws InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it is still running");
        assertEquals(INTERRUPTED, process.exitValue());
    }

    private void nothingIsHalfWritten() throws IOException {
        try (Stream<Path> files = Files.exists(out) ? Files.list(out) : Stream.empty()) {
            assertEquals(List.of(), files.filter(each -> each.toString().endsWith(".tmp")).toList());
        }
    }

    @Test
    void keepsTheLastFinishedEpoch() throws Exception {
        var process = train(200);
        try (var lines = process.errorReader()) {
            waitFor(lines, "Epoch 2/");
            interrupt(process);
            waitFor(lines, "hourglass: interrupted; the model is that of epoch ");
            endsInterrupted(process);
        } finally {
            process.destroyForcibly();
        }
        assertEquals(4, TrainedModel.load(out.resolve("model.safetensors")).tensors().shape("encoder/0/bias")
                .elements());
        var report = new JsonMapper().readTree(out.resolve("report.json").toFile());
        assertEquals("interrupted", report.get("outcome").asText());
        assertTrue(report.get("keptEpoch").asInt() >= 2);
        assertTrue(report.get("test").isNull());
        assertTrue(Files.exists(out.resolve("samples.png")) && Files.exists(out.resolve("loss.png")));
        nothingIsHalfWritten();
    }

    /** What is left can go on, and be given up. */
    @Test
    void theRunCanGoOn() throws Exception {
        var process = train(200);
        try (var lines = process.errorReader()) {
            waitFor(lines, "Epoch 2/");
            interrupt(process);
            waitFor(lines, "hourglass: 'hourglass resume " + out + "' goes on where it stopped");
            endsInterrupted(process);
        } finally {
            process.destroyForcibly();
        }
        int before = finishedEpochs();
        process = run(List.of("resume", out.toString()));
        try (var lines = process.errorReader()) {
            waitFor(lines, "Resumes  in epoch " + (before + 1) + " of 1000000, after ");
            waitFor(lines, "Epoch " + (before + 3) + "/");
            interrupt(process);
            endsInterrupted(process);
        } finally {
            process.destroyForcibly();
        }
        assertTrue(finishedEpochs() >= before + 3);
        nothingIsHalfWritten();
    }

    private int finishedEpochs() throws IOException {
        return new JsonMapper().readTree(out.resolve("report.json").toFile()).at("/train/loss").size();
    }

    @Test
    void earlierResultsAreBetterThanHalfAnEpoch() throws Exception {
        Files.createDirectory(out);
        Files.writeString(out.resolve("model.safetensors"), "an earlier one");
        var process = train(50_000);
        try (var lines = process.errorReader()) {
            waitFor(lines, "Replaces at the end");
            Thread.sleep(1000);
            interrupt(process);
            endsInterrupted(process);
        } finally {
            process.destroyForcibly();
        }
        assertEquals("an earlier one", Files.readString(out.resolve("model.safetensors")));
        assertFalse(Files.exists(out.resolve("report.json")));
        nothingIsHalfWritten();
    }

    /** A start at principal components is a model that was looked at; half an epoch is not. */
    @Test
    void inTheFirstEpochACompressorKeepsItsStart() throws Exception {
        var process = start("compress", "--batch", "16", "--latent", "4", "--data",
                images(50_000).toString());
        try (var lines = process.errorReader()) {
            waitFor(lines, "Start: ");
            interrupt(process);
            waitFor(lines, "hourglass: interrupted; the model is that of the start");
            endsInterrupted(process);
        } finally {
            process.destroyForcibly();
        }
        var report = new JsonMapper().readTree(out.resolve("report.json").toFile());
        assertEquals(0, report.get("keptEpoch").asInt());
        TrainedModel.load(out.resolve("model.safetensors"));
        nothingIsHalfWritten();
    }

    @Test
    void theSecondTimeItEndsAtOnce() throws Exception {
        var process = train(200);
        try (var lines = process.errorReader()) {
            waitFor(lines, "Epoch 1/");
            interrupt(process);
            waitFor(lines, "Stopping");
            interrupt(process);
            endsInterrupted(process);
        } finally {
            process.destroyForcibly();
        }
        if (Files.exists(out.resolve("model.safetensors"))) {
            TrainedModel.load(out.resolve("model.safetensors"));
        }
        nothingIsHalfWritten();
    }

    private Path table() throws IOException {
        var text = new StringBuilder("label");
        for (int column = 0; column < 64; column++) {
            text.append(",c").append(column);
        }
        for (int row = 0; row < 400; row++) {
            text.append('\n').append(row % 10 == 0 ? 1 : 0);
            for (int column = 0; column < 64; column++) {
                text.append(',').append((row * (column + 3)) % 101);
            }
        }
        return Files.writeString(folder.resolve("t.csv"), text.append('\n'));
    }

    /** Ends a detector's training when it says so, and returns what report.json says of it. */
    private JsonNode detector(String when, String... options) throws Exception {
        var process = start("anomaly", options);
        try (var lines = process.errorReader()) {
            waitFor(lines, when);
            interrupt(process);
            endsInterrupted(process);
        } finally {
            process.destroyForcibly();
        }
        nothingIsHalfWritten();
        if (!Files.exists(out.resolve("report.json"))) {
            return NullNode.getInstance();
        }
        var report = new JsonMapper().readTree(out.resolve("report.json").toFile());
        assertEquals("interrupted", report.get("outcome").asText());
        assertTrue(report.get("test").isNull());
        assertTrue(Files.readString(out.resolve("report.html")).contains("was interrupted"));
        return report.get("trained");
    }

    @Test
    void aDetectorIsMadeOfTheGroupsThatAreFinished() throws Exception {
        var trained = detector("Training group 2", "--label", "label", "--data", table().toString());
        assertTrue(trained.get("finished").asInt() < 3, trained.toString());
        var detector = AnomalyDetector.load(out.resolve("model.safetensors"));
        assertEquals(64, detector.row().elements());
    }

    @Test
    void ofADetectorOfImagesTheLastFinishedEpochIsKept() throws Exception {
        var trained = detector("Training round 1", "--data", images(1500).toString());
        int finished = trained.get("finished").asInt();
        assertTrue(finished >= 1 && finished < 12, trained.toString());
        assertEquals(SIDE * SIDE, AnomalyDetector.load(out.resolve("model.safetensors")).row().elements());
    }

    @Test
    void aDetectorOfNothingIsNotWritten() throws Exception {
        Files.createDirectory(out);
        Files.writeString(out.resolve("model.safetensors"), "an earlier one");
        assertTrue(detector("Training group 1", "--label", "label", "--data", table().toString()).isNull());
        assertEquals("an earlier one", Files.readString(out.resolve("model.safetensors")));
    }
}
