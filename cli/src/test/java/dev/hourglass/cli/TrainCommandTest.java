package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.models.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    private static final String QUICK = " --backend reference --batch 16 --epochs 12 --learning-rate 0.01";

    @TempDir
    private Path folder;

    private JsonNode report(Path out) throws IOException {
        return new JsonMapper().readTree(out.resolve("report.json").toFile());
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void compressWritesEverythingAndSaysWhatItIsWorth() throws IOException {
        Path out = folder.resolve("new/out");
        var run = Cli
                .line("train compress --latent 3" + QUICK, "--data", TestImages.npy(folder, 64), "--out", out)
                .succeeds();
        assertTrue(run.out().contains("Test images: MSE 0.0"), run.out());
        assertTrue(run.err().contains("Epoch 12/12: loss 0.") && run.err().contains(" images/s"), run.err());
        assertEquals(Set.of("loss.png", "model.safetensors", "report.html", "report.json", "run.json",
                "samples.png",
                "sections.json"), files(out));
        var report = report(out);
        assertEquals("compress", report.get("task").asText());
        assertEquals("reference", report.get("backend").get("name").asText());
        assertEquals(12, report.get("epochs").asInt());
        assertEquals(12, report.get("train").get("loss").size());
        assertEquals(12, report.get("validation").get("loss").size());
        assertEquals("completed", report.get("outcome").asText());
        assertFalse(report.get("collapsed").asBoolean(true));
        assertTrue(report.get("test").get("mse").isNumber());
        assertFalse(report.get("test").has("bce"), "there is no sigmoid at the end");
        assertFalse(report.get("test").has("noisyPsnr"));
        for (String name : List.of("parameters", "seconds", "imagesPerSecond", "planBytes", "seed",
                "batch")) {
            assertTrue(report.get(name).isNumber() && report.get(name).asDouble() > 0, name);
        }
        assertEquals(64,
                report.get("rows").get("train").asInt() + report.get("rows").get("validation").asInt()
                        + report.get("rows").get("test").asInt());
        var sheet = ImageIO.read(out.resolve("samples.png").toFile());
        assertTrue(sheet.getWidth() > 300 && sheet.getHeight() > 200);
        assertEquals(520, ImageIO.read(out.resolve("loss.png").toFile()).getHeight());
        assertEquals("compress", TrainedModel.load(out.resolve("model.safetensors")).notes().get("task"));
    }

    @Test
    void theReportedCommandGivesTheSameModelAgain() throws IOException {
        Path data = TestImages.npy(folder, 40);
        Path out = folder.resolve("first");
        Cli.line(
                "train denoise --optimizer adamw --clip 1 --schedule cosine --seed 7 --noise gaussian:0.2"
                        + QUICK,
                "--data", data, "--out", out);
        var command = new ArrayList<>(List.of(report(out).get("command").asText().split(" ")));
        assertEquals("hourglass", command.removeFirst());
        Path again = folder.resolve("again");
        command.set(command.indexOf("--out") + 1, again.toString());
        Cli.run(command.toArray());
        var first = TrainedModel.load(out.resolve("model.safetensors")).tensors();
        var second = TrainedModel.load(again.resolve("model.safetensors")).tensors();
        for (String name : first.names()) {
            assertArrayEquals(first.values(name), second.values(name), name);
        }
    }

    @Test
    void theCommandOfARunOnImagesHasNoOptionsOfTables() throws IOException {
        Path out = folder.resolve("first");
        Cli.line("train compress --latent 3 --probe none" + QUICK, "--data", TestImages.npy(folder, 40),
                "--out",
                out).succeeds();
        String command = report(out).get("command").asText();
        assertFalse(command.contains("--sample") || command.contains("--header"), command);
        assertTrue(command.endsWith(" --probe none"), command);
        assertTrue(Files.readString(out.resolve("report.html")).contains(command));
        var words = command.replace(out.toString(), folder.resolve("again").toString()).split(" ");
        Cli.run((Object[]) Arrays.copyOfRange(words, 1, words.length)).succeeds();
        var again = report(folder.resolve("again"));
        assertEquals(report(out).get("test"), again.get("test"));
        assertFalse(report(out).has("rates") || again.has("rates"));
    }

    @Test
    void theDenoiserFitsTheImagesWhereNoneIsNamed() throws IOException {
        Path colour = folder.resolve("colour.npy");
        Npy.write(colour, NpyArray.of(TestImages.bytes(48), 16, 8, 8, 3));
        Path grey = TestImages.npy(folder, 16);
        for (String options : List.of("", " --model denoiser", " --model denoiser-fine")) {
            for (Path data : List.of(colour, grey)) {
                Path out = folder.resolve("out");
                Cli.line("train denoise --backend reference --epochs 1 --batch 8 --quiet" + options, "--data",
                        data, "--out", out).succeeds();
                String expected = !options.isEmpty() ? options.substring(9)
                        : data.equals(colour) ? "denoiser-fine" : "denoiser";
                assertEquals(expected, report(out).get("model").asText());
                assertTrue(report(out).get("command").asText().contains(" --model " + expected + " "));
                assertEquals(expected,
                        TrainedModel.load(out.resolve("model.safetensors")).architecture().name());
            }
        }
    }

    @Test
    void denoiseReportsTheNoiseAndOtherData() throws IOException {
        Path other = folder.resolve("other");
        Files.createDirectories(other);
        for (int i = 0; i < 3; i++) {
            TestImages.png(other.resolve(i + ".png"), 9, 13);
        }
        Path out = folder.resolve("out");
        var run = Cli.line("train denoise --noise gaussian:0.2 --validation 0 --also-test " + other + QUICK,
                "--data",
                TestImages.npy(folder, 64), "--out", out).succeeds();
        assertTrue(run.out().contains("with noise"), run.out());
        var report = report(out);
        assertTrue(report.get("test").get("noisyPsnr").asDouble() > 5);
        assertTrue(report.get("alsoTest").get(other.toString()).get("psnr").isNumber());
        assertEquals(0, report.get("validation").get("loss").size());
        assertEquals(1, files(out).stream().filter(each -> each.startsWith("samples-")).count());
    }

    @Test
    void imagesThatAreAllTheSameAreSaidToBe() throws IOException {
        var grey = new byte[40 * 64];
        Arrays.fill(grey, (byte) 60);
        Path file = folder.resolve("grey.npy");
        Npy.write(file, NpyArray.of(grey, 40, 8, 8));
        Path out = folder.resolve("out");
        var run = Cli
                .line("train compress --backend reference --epochs 2 --latent 4", "--data", file, "--out",
                        out)
                .succeeds();
        assertTrue(run.err().contains("All images are the same, and the model answers with that one"),
                run.err());
        assertFalse(report(out).get("collapsed").asBoolean(true));
        assertTrue(Files.readString(out.resolve("report.html")).contains("nothing to tell apart"));
    }

    @Test
    void aCollapsedModelIsWrittenAndIsNoSuccess() throws IOException {
        Path out = folder.resolve("out");
        Cli.line(
                "train compress --model tutorial-compression --backend reference --epochs 1 --learning-rate 1e-9",
                "--data", TestImages.npy(folder, 32), "--out", out)
                .endsWith(1, "collapsed", "mean", "--loss bce");
        assertTrue(report(out).get("collapsed").asBoolean());
        assertTrue(Files.exists(out.resolve("model.safetensors")));
    }

    @Test
    void divergingTrainingKeepsEarlierResults() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("model.safetensors"), "an earlier one");
        var run = Cli
                .line("train compress --backend reference --optimizer sgd --learning-rate 1e30 --epochs 2",
                        "--data", TestImages.npy(folder, 32), "--out", out)
                .isRefused("diverged", "stay");
        assertTrue(run.err().contains("Replaces at the end"), run.err());
        assertEquals("an earlier one", Files.readString(out.resolve("model.safetensors")));
        assertEquals(Set.of("model.safetensors"), files(out));
    }

    /** Grows the steps until a loss overflows, which on random pixels takes a few epochs. */
    @Test
    void divergingTrainingLeavesTheLastGoodEpoch() throws IOException {
        var pixels = new byte[16 * 8 * 8];
        new Random(1).nextBytes(pixels);
        Path data = folder.resolve("random.npy");
        Npy.write(data, NpyArray.of(pixels, 16, 8, 8));
        Path out = folder.resolve("out");
        Cli.line(
                "train compress --model tutorial-compression --loss bce --backend reference --validation 0 "
                        + "--batch 16 --epochs 20 "
                        + "--schedule cosine --learning-rate 1e9",
                "--data", data, "--out", out)
                .isRefused("diverged", "what was written is from epoch");
        assertEquals("diverged", report(out).get("outcome").asText());
        int kept = report(out).get("keptEpoch").asInt();
        assertTrue(kept > 0);
        assertEquals(kept, report(out).get("train").get("loss").size());
        assertEquals("the last one", report(out).get("keptBecause").asText());
        TrainedModel.load(out.resolve("model.safetensors"));
    }

    @Test
    void quietShowsNoProgress() {
        var run = Cli.line("train compress --quiet --latent 8" + QUICK, "--data", TestImages.npy(folder, 64),
                "--out",
                folder.resolve("out")).succeeds();
        assertFalse(run.err().contains("Epoch"), run.err());
    }

    @Test
    void partsOfAFolderAreKeptApart() throws IOException {
        Path data = folder.resolve("data");
        for (String part : List.of("train", "test")) {
            Files.createDirectories(data.resolve(part));
            for (int i = 0; i < (part.equals("train") ? 6 : 2); i++) {
                TestImages.png(data.resolve(part + "/" + i + ".png"), 8, 8);
            }
        }
        Path out = folder.resolve("out");
        Cli.line("train compress --backend reference --epochs 1 --validation 0", "--data", data, "--out",
                out);
        assertEquals(6, report(out).get("rows").get("train").asInt());
        assertEquals(2, report(out).get("rows").get("test").asInt());
    }
}
