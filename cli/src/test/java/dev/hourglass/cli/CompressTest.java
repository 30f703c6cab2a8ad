package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.data.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short codes, and files of them. */
class CompressTest {
    @TempDir
    private static Path models;
    private static Path model;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        model = TestImages.trained(models, Task.COMPRESS);
    }

    private static Cli apply(String command, Path with, Path in, Path out) {
        return Cli.line(command + " --backend reference", "--model", with, "--in", in, "--out",
                out);
    }

    private Path compressed(String options) {
        Path file = folder.resolve("bars.hgc");
        var run = apply("compress " + options, model, TestImages.npy(folder, 12), file).succeeds();
        assertTrue(run.out().contains("12 images in ") && run.out().contains("bits per pixel"), run.out());
        return file;
    }

    @Test
    void aFileBecomesSmallAndComesBack() throws IOException {
        Path file = compressed("--quality 100");
        Path back = folder.resolve("back.npy");
        Path reconstructed = folder.resolve("reconstructed.npy");
        apply("decompress", model, file, back).succeeds();
        apply("reconstruct", model, TestImages.npy(folder, 12), reconstructed).succeeds();
        assertEquals(List.of(12, 8, 8, 1), Npy.read(back).extents());
        float[] whole = Npy.read(reconstructed).toFloats();
        float[] rounded = Npy.read(back).toFloats();
        assertEquals(whole.length, rounded.length);
        double added = 0;
        for (int i = 0; i < whole.length; i++) {
            added += Math.pow(rounded[i] - whole[i], 2) / whole.length;
        }
        double error = new ObjectMapper().readTree(model.resolveSibling("report.json").toFile())
                .at("/test/mse").asDouble();
        assertTrue(added < 0.02 * error, "quality 100 adds a hundredth of " + error + ", found " + added);
        long fine = Files.size(file);
        assertTrue(fine < 12 * 64 / 2, fine + " bytes");
        assertTrue(Files.size(compressed("--quality 50 --numbers 3")) < fine);
    }

    @Test
    void theReportTellsWhatEachNumberIsWorthAndWhatBytesBuy() throws IOException {
        var report = new ObjectMapper().readTree(model.resolveSibling("report.json").toFile());
        var widths = report.get("errorByWidth");
        assertEquals(8, widths.size());
        assertEquals(8, widths.get(7).get("numbers").asInt());
        assertEquals(report.get("test").get("mse").asDouble(), widths.get(7).get("mse").asDouble(), 1e-6);
        assertTrue(widths.get(0).get("pcaMse").asDouble() > widths.get(7).get("pcaMse").asDouble());
        assertEquals(8, report.get("code").get("width").asInt());
        assertFalse(report.has("probes"), "these images have no labels");
        var rates = report.get("rates");
        assertEquals(2 * 3 * 7 + 2 * 6, rates.size());
        assertTrue(rates.get(0).get("bytes").asLong() > rates.get(6).get("bytes").asLong());
        assertTrue(report.get("modelBytes").asLong() < Files.size(model));
        String page = Files.readString(model.resolveSibling("report.html"));
        assertTrue(page.contains("What each number is worth") && page.contains("Real bytes"));
    }

    @Test
    void aFolderOfPicturesComesBackAsOne() throws IOException {
        apply("decompress", model, compressed("--batch 4"), folder.resolve("pictures")).succeeds();
        try (var files = Files.list(folder.resolve("pictures"))) {
            assertEquals(12, files.count());
        }
    }

    @Test
    void picturesOfAFolderKeepTheirNames() throws IOException {
        Path in = Files.createDirectories(folder.resolve("in/deeper"));
        for (Path each : List.of(in.resolve("one.png"), in.resolve("two words.png"),
                in.resolveSibling("one.png"))) {
            TestImages.png(each, 8, 8);
        }
        Path file = folder.resolve("named.hgc");
        Path out = folder.resolve("out");
        apply("compress", model, in.getParent(), file).succeeds();
        apply("decompress", model, file, out).succeeds();
        try (var files = Files.walk(out)) {
            assertEquals(List.of("deeper/one.png", "deeper/two words.png", "one.png"), files
                    .filter(Files::isRegularFile).map(each -> out.relativize(each).toString()).sorted()
                    .toList());
        }
        TestImages.png(in.resolve("large.png"), 9, 8);
        apply("compress", model, in.getParent(), file).isRefused("large.png: expected images of 8x8x1");
    }

    @Test
    void codesCanBeCutAndAreFilledUp() {
        Path images = TestImages.npy(folder, 12);
        Path codes = folder.resolve("codes.npy");
        Path decoded = folder.resolve("decoded.npy");
        apply("encode --numbers 3", model, images, codes).succeeds();
        assertEquals(List.of(12, 3), Npy.read(codes).extents());
        apply("decode", model, codes, decoded).succeeds();
        assertEquals(List.of(12, 8, 8, 1), Npy.read(decoded).extents());
        apply("encode --numbers 9", model, images, codes).isRefused("expected 1 to 8, found 9");
        apply("encode --numbers 0", model, images, codes).isRefused("expected 1 to 8, found 0");
    }

    @Test
    void theTutorialsCodesHaveNoOrderButCanBeCompressed() {
        Path out = folder.resolve("tutorial");
        Cli.line("train compress --model tutorial-compression --latent 4 --backend reference --batch 16 "
                + "--epochs 3 --learning-rate 0.01 --quiet", "--data", TestImages.npy(folder, 64), "--out",
                out)
                .succeeds();
        Path tutorial = out.resolve("model.safetensors");
        Path images = TestImages.npy(folder, 12);
        apply("encode --numbers 2", tutorial, images, folder.resolve("c.npy")).isRefused("in no order");
        apply("compress", tutorial, images, folder.resolve("c.hgc")).succeeds();
        apply("decompress", model, folder.resolve("c.hgc"), folder.resolve("c.npy"))
                .isRefused("compressed with another model");
    }

    @Test
    void whatCannotBeRightIsRefusedInOneLine() throws IOException {
        Path file = compressed("--batch 4");
        Path back = folder.resolve("back.npy");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
        apply("decompress", model, file, back).isRefused("bars.hgc", "cut short");
        bytes[bytes.length - 9] ^= 4;
        Files.write(file, bytes);
        apply("decompress", model, file, back).isRefused("bars.hgc", "checksum");
        apply("decompress", model, TestImages.npy(folder, 12), back).isRefused("hourglass compress");
        apply("decompress", model, folder.resolve("none.hgc"), back).isRefused("no such file");
        assertFalse(Files.exists(back));
        Path small = TestImages.png(folder.resolve("small.png"), 5, 5);
        apply("compress", model, small, file).isRefused("small.png", "8x8x1");
        apply("compress --quality 101", model, small, file).isRefused("--quality: expected 1 to 100");
    }
}
