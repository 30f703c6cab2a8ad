package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a trained model is applied to. */
public final class ApplyOptions {
    @Option(names = "--model", paramLabel = "FILE", required = true,
            description = "A model.safetensors that 'hourglass train' wrote.")
    private Path model;

    @Option(names = "--in", paramLabel = "X", required = true,
            description = "What to read: npy, npz, IDX, a PNG or JPEG image, or a folder of images.")
    private Path in;

    @Option(names = "--out", paramLabel = "Y", required = true,
            description = "What to write, by its ending: .npy, .npz, .idx, .idx.gz, .png; otherwise a folder of "
                    + "PNG images.")
    private Path out;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128",
            description = "Images computed at once. Default: ${DEFAULT-VALUE}")
    private int batch = 128;

    @Mixin
    private BackendOptions backend = new BackendOptions();

    public Path model() {
        return model;
    }

    public Path in() {
        return in;
    }

    public Path out() {
        return out;
    }

    /** Makes sure that no image is overwritten by its own result. */
    public void checkApart() {
        try {
            if (Files.isDirectory(out) && Files.isSameFile(in, out)) {
                throw new WrongOption("--out: is the folder of --in; its images would be lost");
            }
        } catch (IOException e) {
            throw new DataException(out + ": cannot be looked at: " + e.getMessage(), e);
        }
    }

    public BackendOptions backend() {
        return backend;
    }

    public int batch() {
        if (batch < 1) {
            throw new WrongOption("--batch: expected 1 or more, found " + batch);
        }
        return batch;
    }
}
