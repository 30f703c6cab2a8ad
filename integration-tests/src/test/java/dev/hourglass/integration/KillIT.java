package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hourglass.cli.Main;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.models.ModelFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed (SIGKILL) at random moments, again and again, and resumed each time: when it has at
 * last come to its end, weights and report are those of a run that was left alone. It writes a checkpoint
 * after every step, so that many kills fall into a write. {@code -Dkills=5} is quicker.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KillIT {
    private static final int SIDE = 8;
    private static final int IMAGES = 64;
    private static final int KILLS = Integer.getInteger("kills", 50);
    /** Of so many kills one may come at any time after the start, the others after training has begun. */
    private static final int EARLY = 5;
    private static final int EARLY_MILLIS = 2000;
    private static final int MILLIS = 300;
    private static final List<String> TIMES = List.of("seconds", "imagesPerSecond", "command");

    @TempDir
    private Path folder;

    private Path images() {
        var pixels = new byte[IMAGES * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / (SIDE * SIDE);
            boolean bright = (image % 2 == 0 ? i % SIDE : i / SIDE % SIDE) / 2 == image / 2 % 4;
            pixels[i] = (byte) (bright ? 200 + image % 50 : 10);
        }
        Path file = folder.resolve("images.npy");
        if (!Files.exists(file)) {
            Npy.write(file, NpyArray.of(pixels, IMAGES, SIDE, SIDE));
        }
        return file;
    }

    private static Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                        Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /**
     * What is killed.
     *
     * @param kills     how many times
     * @param beginning of the first line that shows that training has begun
     * @param words     of the command line
     */
    private record Training(int kills, String beginning, List<String> words) {
        Process train(Path out, String every) throws IOException {
            var all = new ArrayList<>(words);
            all.addAll(List.of("--backend", "reference!", "--threads", "1", "--out", out.toString(),
                    "--checkpoint-every", every));
            return start(all.toArray(String[]::new));
        }
    }

    private Training compressor() {
        return new Training(KILLS, "Epoch ", List.of("train", "compress", "--batch", "16", "--validation",
                "0.2", "--patience", "1000", "--latent", "4", "--probe", "none", "--epochs", "60", "--data",
                images().toString()));
    }

    /** A column is the sum of two others, but in every tenth row. */
    private Training detector() throws IOException {
        var text = new StringBuilder("a,b,c,d,odd\n");
        for (int row = 0; row < 600; row++) {
            int a = row * 37 % 101;
            int b = row * 53 % 89;
            text.append(a).append(',').append(b).append(',').append(row % 10 == 0 ? a - b : a + b).append(',')
                    .append(row % 7).append(row % 10 == 0 ? ",1\n" : ",0\n");
        }
        Path table = Files.writeString(folder.resolve("table.csv"), text);
        return new Training(Math.ceilDiv(KILLS, 5), "Training group ", List.of("train", "anomaly", "--label",
                "odd", "--data", table.toString()));
    }

    /** Waits for the end; returns whether it came by itself and not by a kill. */
    private static boolean finishes(Process process, String output) throws InterruptedException {
        int code = process.waitFor();
        assertTrue(code == 0 || code == 128 + 9, "exit code " + code + ": " + output);
        return code == 0;
    }

    private static JsonNode report(Path out) throws IOException {
        return ((ObjectNode) new JsonMapper().readTree(out.resolve("report.json").toFile())).without(TIMES);
    }

    private static void same(Path expected, Path found) throws IOException {
        var before = ModelFile.read(expected.resolve("model.safetensors")).tensors();
        var after = ModelFile.read(found.resolve("model.safetensors")).tensors();
        assertEquals(before.names(), after.names());
        before.names().forEach(name -> assertArrayEquals(before.values(name), after.values(name), 0f, name));
        assertEquals(report(expected), report(found));
        assertEquals(List.of(), checkpoints(found), "left beside the results");
    }

    /** The folder of checkpoints and all in it; empty when it is gone. */
    private static List<Path> checkpoints(Path out) throws IOException {
        Path folder = out.resolve("checkpoints");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }

    private static boolean isInAWrite(Path out) throws IOException {
        return checkpoints(out).stream().anyMatch(each -> each.toString().endsWith(".tmp"));
    }

    /**
     * Lets a process live for a while, then kills it; returns what it said.
     *
     * @param beginning of the line after which training has begun; empty to wait for nothing
     */
    private static String killLater(Process process, Random random, Optional<String> beginning)
            throws Exception {
        var said = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            String line = beginning.isEmpty() ? null : lines.readLine();
            while (line != null) {
                said.append(line).append('\n');
                line = line.startsWith(beginning.get()) || line.startsWith("Resumes ") ? null
                        : lines.readLine();
            }
            Thread.sleep(random.nextInt(beginning.isEmpty() ? EARLY_MILLIS : MILLIS));
            process.toHandle().destroyForcibly();
            lines.lines().forEach(each -> said.append(each).append('\n'));
        }
        return said.toString();
    }

    @Test
    void killedAgainAndAgainItEndsAsIfNothingHadHappened() throws Exception {
        killedAgainAndAgain(compressor());
    }

    @Test
    void andSoDoesADetectorOfAnomalies() throws Exception {
        killedAgainAndAgain(detector());
    }

    private void killedAgainAndAgain(Training training) throws Exception {
        Path expected = folder.resolve("expected");
        var whole = training.train(expected, "none");
        String told = whole.inputReader().lines().collect(Collectors.joining("\n"));
        assertTrue(finishes(whole, told), told);
        var random = new Random(11);
        int kills = 0;
        int inAWrite = 0;
        int resumed = 0;
        int runs = 0;
        Path out = folder.resolve("run-" + runs);
        while (kills < training.kills()) {
            boolean unfinished = Files.exists(out.resolve("checkpoints/run.json"));
            var process = unfinished ? start("resume", out.toString()) : training.train(out, "1");
            String said = killLater(process, random,
                    kills % EARLY == 0 ? Optional.empty() : Optional.of(training.beginning()));
            resumed += said.contains("Resumes  ") ? 1 : 0;
            if (finishes(process, said)) {
                same(expected, out);
                out = folder.resolve("run-" + ++runs);
            } else {
                kills++;
                inAWrite += isInAWrite(out) ? 1 : 0;
            }
        }
        if (Files.exists(out.resolve("checkpoints/run.json"))) {
            var last = start("resume", out.toString());
            String said = last.inputReader().lines().collect(Collectors.joining("\n"));
            assertTrue(finishes(last, said), said);
            same(expected, out);
        }
        System.out
                .println("KillIT, " + training.words().get(1) + ": " + kills + " kills, " + inAWrite
                        + " in the middle of a write, " + resumed
                        + " runs went on from a checkpoint, " + (runs + 1) + " came to their end");
        assertTrue(resumed > kills / 2, "only " + resumed + " of " + kills + " went on from a checkpoint");
    }
}
