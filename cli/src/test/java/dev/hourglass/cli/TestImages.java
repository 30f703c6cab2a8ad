package dev.hourglass.cli;

import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.data.PngFile;
import java.nio.file.Path;

/** Small pictures that a model can learn: bright bars at different places. */
public final class TestImages {
    static final int SIDE = 8;

    private TestImages() {
    }

    /** Bytes of {@code count} grey pictures, SIDE x SIDE. */
    static byte[] bytes(int count) {
        var pixels = new byte[count * SIDE * SIDE];
        for (int i = 0; i < count; i++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    boolean bar = i % 2 == 0 ? x / 2 == i / 2 % 4 : y / 2 == i / 2 % 4;
                    pixels[(i * SIDE + y) * SIDE + x] = (byte) (bar ? 200 + i % 50 : 10);
                }
            }
        }
        return pixels;
    }

    /** Writes them as an npy file. */
    public static Path npy(Path folder, int count) {
        Path file = folder.resolve("bars-" + count + ".npy");
        Npy.write(file, NpyArray.of(bytes(count), count, SIDE, SIDE));
        return file;
    }

    /** Writes one grey picture. */
    static Path png(Path file, int h, int w) {
        var pixels = new float[h * w];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % w / (float) w;
        }
        PngFile.write(file, pixels, h, w, 1);
        return file;
    }

    /** Trains a small model quickly, well enough not to be a collapsed one. */
    static Path trained(Path folder, Task task) {
        Path out = folder.resolve("trained-" + task);
        Cli.line("train " + task + " --backend reference --batch 16 --epochs 12 --learning-rate 0.01 --quiet"
                + " --latent 8 --noise "
                + (task == Task.DENOISE ? "gaussian:0.2 --model tutorial-denoising" : "none"), "--data",
                npy(folder, 64), "--out", out).succeeds();
        return out.resolve("model.safetensors");
    }
}
