package dev.hourglass.cli.compress;

import dev.hourglass.cli.ApplyProgress;
import dev.hourglass.cli.BackendOptions;
import dev.hourglass.cli.ExitCode;
import dev.hourglass.cli.RowInput;
import dev.hourglass.cli.RowOutput;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.WrongOption;
import dev.hourglass.data.DataException;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.CodeReader;
import dev.hourglass.models.compress.Compressor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A file of codes to images. */
@Command(customSynopsis = "hourglass decompress --model FILE --in F --out Y [OPTIONS]", footer = {"",
    "A file that was damaged, cut short or written with another model is refused.", "",
    "  hourglass decompress --model run/model.safetensors --in images.hgc --out images.npy",
    "  hourglass decompress --model run/model.safetensors --in images.hgc --out images/"})
public final class DecompressCommand implements Callable<Integer> {

    @Option(names = "--model", paramLabel = "FILE", required = true,
            description = "The model.safetensors that the file was compressed with.")
    private Path modelFile;

    @Option(names = "--in", paramLabel = "F", required = true,
            description = "A file that 'hourglass compress' wrote.")
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

    private final Streams streams;

    public DecompressCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (batch < 1) {
            throw new WrongOption("--batch: expected 1 or more, found " + batch);
        }
        var model = TrainedModel.load(modelFile);
        if (!Files.isRegularFile(in)) {
            throw new DataException(in + ": no such file; expected one that 'hourglass compress' wrote");
        }
        try (var choice = backend.open(streams);
                var compressor = Compressor.open(model, choice.backend(), batch);
                var stream = new BufferedInputStream(Files.newInputStream(in))) {
            decompress(compressor, compressor.reader(stream, in.toString()));
        } catch (IOException e) {
            throw new DataException(in + ": cannot be read: " + e.getMessage(), e);
        }
        return ExitCode.DONE;
    }

    private void decompress(Compressor compressor, CodeReader reader) {
        int rows = reader.header().rows();
        long bytes = (long) rows * compressor.row().elements() * Float.BYTES;
        try (var output = RowOutput.open(out, RowInput.numbered(rows), bytes);
                var progress = ApplyProgress.of(streams, rows)) {
            for (int from = 0; from < rows;) {
                int count = reader.blockRows();
                float[] found = compressor.decode(reader.read(), reader.header().numbers());
                for (int i = 0; i < count; i++) {
                    output.accept(from + i, found, i * compressor.row().elements(), compressor.row());
                }
                progress.step(count);
                from += count;
            }
            output.finish();
        }
        streams.result("Wrote " + out + ": " + Words.count(rows, "image"));
    }
}
