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
            description = "What to read, as the model was trained on: npy, npz, IDX, a PNG or JPEG image, a folder of "
                    + "images, or a table (CSV, npy, npz); codes or a compressed file to decode those.")
    private Path in;

    @Option(names = "--out", paramLabel = "Y", required = true,
            description = "What to write. Images and codes by the ending: .npy, .npz, .idx, .idx.gz, .png, otherwise a "
                    + "folder of PNG images; rows of a table: .csv; what is compressed: one file of any name.")
    private Path out;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128",
            description = "Images or rows computed at once. Default: ${DEFAULT-VALUE}")
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
        return WrongOption.atLeastOne("--batch", batch);
    }
}
