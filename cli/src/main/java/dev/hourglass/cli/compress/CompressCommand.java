package dev.hourglass.cli.compress;

import dev.hourglass.cli.ApplyProgress;
import dev.hourglass.cli.ApplyRun.Purpose;
import dev.hourglass.cli.BackendOptions;
import dev.hourglass.cli.ExitCode;
import dev.hourglass.cli.ModelFit;
import dev.hourglass.cli.RowInput;
import dev.hourglass.cli.RowOutput;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.WrongOption;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.models.compress.CodeWriter;
import dev.hourglass.models.compress.Compressor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Images to a file of codes. */
@Command(customSynopsis = "hourglass compress --model FILE --in X --out F [OPTIONS]", footer = {"",
    "The codes are rounded, each number as finely as it matters, and entropy-coded with",
    "checksums. 'hourglass decompress' needs the same model file. Lossy: what the model",
    "cannot say in a code is gone, so compress what is like the training images.", "",
    "  hourglass compress --model run/model.safetensors --in images.npy --out images.hgc",
    "  hourglass compress --model run/model.safetensors --in images/ --quality 60 --out images.hgc",
    "  hourglass compress --model run/model.safetensors --in images.npy --numbers 8 --out small.hgc"})
public final class CompressCommand implements Callable<Integer> {
    private static final long ROOM = 1_000_000;

    @Option(names = "--model", paramLabel = "FILE", required = true,
            description = "A model.safetensors that 'hourglass train compress' wrote.")
    private Path modelFile;

    @Option(names = "--in", paramLabel = "X", required = true,
            description = "What to read: npy, npz, IDX, a PNG or JPEG image, or a folder of images, of the size "
                    + "that the model was trained on.")
    private Path in;

    @Option(names = "--out", paramLabel = "F", required = true, description = "The compressed file to write.")
    private Path out;

    @Option(names = "--quality", paramLabel = "Q", defaultValue = "" + Compressor.USUAL_QUALITY,
            description = "1 to 100: at 60 rounding adds about as much error as the model itself makes, at 80 a "
                    + "tenth of that, at 100 a hundredth. Default: ${DEFAULT-VALUE}")
    private int quality = Compressor.USUAL_QUALITY;

    @Option(names = "--numbers", paramLabel = "K",
            description = "Keeps the first K numbers of each code. Default: all")
    private Integer numbers;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128",
            description = "Images computed at once. Default: ${DEFAULT-VALUE}")
    private int batch = 128;

    @Mixin
    private BackendOptions backend = new BackendOptions();

    private final Streams streams;
    private double squares;
    private long values;

    public CompressCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (quality < 1 || quality > 100) {
            throw new WrongOption("--quality: expected 1 to 100, found " + quality);
        }
        if (batch < 1) {
            throw new WrongOption("--batch: expected 1 or more, found " + batch);
        }
        var model = TrainedModel.load(modelFile);
        var rows = rows(model);
        RowOutput.checkParent(out, ROOM);
        try (var choice = backend.open(streams);
                var compressor = Compressor.open(model, choice.backend(), Math.min(batch, rows.size()));
                var progress = ApplyProgress.of(streams, rows.size())) {
            var rate = new Compressor.Rate(Optional.ofNullable(numbers).orElse(compressor.width()), quality);
            AtomicFile.write(out, stream -> {
                var writer = compressor.writer(stream, rows.size(), rate);
                for (int from = 0; from < rows.size();) {
                    int count = writer.blockRows();
                    write(compressor, writer, RowReader.read(rows, from, count));
                    progress.step(count);
                    from += count;
                }
            });
            streams.result(summary(rows));
        }
        return ExitCode.DONE;
    }

    private Dataset rows(TrainedModel model) {
        var input = RowInput.open(in);
        var fit = new ModelFit(model, modelFile);
        input.groups().forEach(group -> {
            if (!group.rows().shape().equals(model.architecture().row())) {
                fit.imageShape(group.rows(), Purpose.ENCODE);
                throw new DataException(group.rows().name() + ": expected images of "
                        + model.architecture().row() + ", the size of the training images, found "
                        + group.rows().shape() + "; a compressed file holds images of one size");
            }
        });
        return input.groups().getFirst().rows();
    }

    private void write(Compressor compressor, CodeWriter writer, float[] rows) {
        int kept = writer.header().numbers();
        float[] found = compressor.decode(writer.write(compressor.encode(rows, kept)), kept);
        for (int i = 0; i < rows.length; i++) {
            double difference = (double) rows[i] - found[i];
            squares += difference * difference;
        }
        values += rows.length;
    }

    private String summary(Dataset rows) {
        try {
            var size = BitsPerPixel.of(rows.shape(), rows.size());
            long bytes = Files.size(out);
            long withModel = bytes + Files.size(modelFile);
            double mse = squares / values;
            return "Wrote " + out + ": " + Words.count(rows.size(), size.noun()) + " in " + Words.bytes(bytes)
                    + ", " + size.words(bytes) + "; MSE " + Words.error(mse) + ", PSNR "
                    + Words.decibels(Training.psnr(mse)) + System.lineSeparator()
                    + "With the model file, which decompressing needs: " + Words.bytes(withModel) + ", "
                    + size.words(withModel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
