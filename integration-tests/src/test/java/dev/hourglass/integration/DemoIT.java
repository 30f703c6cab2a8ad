package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.cli.Main;
import dev.hourglass.data.PngFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command a new user types, shortened, on the best backend there is; then the one after it. */
class DemoIT {
    @TempDir
    private Path folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(Object... arguments) {
        var stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return Main.run(stream, stream,
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    @Test
    void denoisesDigitsItHasNotSeen() throws IOException {
        Path out = folder.resolve("demo");
        assertEquals(0, run("demo", "--rows", 4000, "--epochs", 3, "--out", out), printed::toString);
        assertTrue(
                printed.toString(StandardCharsets.UTF_8).contains("Look at " + out.resolve("samples.png")));
        var report = new JsonMapper().readTree(out.resolve("report.json").toFile());
        assertFalse(report.get("collapsed").asBoolean(true));
        double noisy = report.get("test").get("noisyPsnr").asDouble();
        double denoised = report.get("test").get("psnr").asDouble();
        assertTrue(denoised > noisy + 5, noisy + " dB became " + denoised + " dB");
        assertTrue(Files.size(out.resolve("samples.png")) > 10_000);

        assertEquals(0, run("denoise", "--model", out.resolve("model.safetensors"), "--in",
                picture(out), "--out", folder.resolve("clean.png")), printed::toString);
        assertTrue(Files.exists(folder.resolve("clean.png")));
    }

    /** A grey picture of an odd size. */
    private Path picture(Path out) {
        Path file = out.resolve("noisy.png");
        var pixels = new float[45 * 38];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i * 37 % 101 / 100f;
        }
        PngFile.write(file, pixels, 45, 38, 1);
        return file;
    }
}
