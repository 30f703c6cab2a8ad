package dev.hourglass.cli.compress;

import dev.hourglass.cli.ApplyOptions;
import dev.hourglass.cli.ApplyProgress;
import dev.hourglass.cli.ApplyRun.Purpose;
import dev.hourglass.cli.ExitCode;
import dev.hourglass.cli.ModelFit;
import dev.hourglass.cli.RowInput;
import dev.hourglass.cli.RowOutput;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.WrongOption;
import dev.hourglass.cli.table.HeaderOption;
import dev.hourglass.cli.table.TableApply;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Tables;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.models.compress.CodeWriter;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.models.compress.TableCompressor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Images, or rows of a table, to a file of codes. */
@Command(customSynopsis = "hourglass compress --model FILE --in X --out F [OPTIONS]", footer = {"",
    "The codes are rounded, each number as finely as it matters, and entropy-coded with",
    "checksums. 'hourglass decompress' needs the same model file. Lossy: what the model",
    "cannot say in a code is gone, so compress what is like the training data.", "",
    "  hourglass compress --model run/model.safetensors --in images.npy --out images.hgc",
    "  hourglass compress --model run/model.safetensors --in images/ --quality 60 --out images.hgc",
    "  hourglass compress --model run/model.safetensors --in images.npy --numbers 8 --out small.hgc",
    "  hourglass compress --model run/model.safetensors --in payments.csv --out payments.hgc"})
public final class CompressCommand implements Callable<Integer> {
    private static final long ROOM = 1_000_000;

    @Mixin
    private ApplyOptions options = new ApplyOptions();

    @Mixin
    private HeaderOption header = new HeaderOption();

    @Option(names = "--quality", paramLabel = "Q", defaultValue = "" + Compressor.USUAL_QUALITY,
            description = "1 to 100: at 60 rounding adds about as much error as the model itself makes, at 80 a "
                    + "tenth of that, at 100 a hundredth. Default: ${DEFAULT-VALUE}")
    private int quality = Compressor.USUAL_QUALITY;

    @Option(names = "--numbers", paramLabel = "K",
            description = "Keeps the first K numbers of each code. Default: all")
    private Integer numbers;

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
        int batch = options.batch();
        Path out = options.out();
        var model = TrainedModel.load(options.model());
        RowOutput.checkParent(out, ROOM);
        try (var rows = rows(model);
                var choice = options.backend().open(streams);
                var compressor = Compressor.open(model, choice.backend(), Math.min(batch, rows.size()));
                var progress = ApplyProgress.of(streams, rows.row(), rows.size())) {
            var rate = new Compressor.Rate(Optional.ofNullable(numbers).orElse(compressor.width()), quality);
            AtomicFile.write(out, stream -> {
                var writer = rows.names().isEmpty() ? compressor.writer(stream, rows.size(), rate)
                        : compressor.writer(stream, rows.names(), rate);
                for (int from = 0; from < rows.size();) {
                    int count = writer.blockRows();
                    write(compressor, writer, rows.next(count));
                    progress.step(count);
                    from += count;
                }
            });
            rows.conclude(streams);
            streams.result(summary(rows));
        }
        return ExitCode.DONE;
    }

    private RowFeed rows(TrainedModel model) {
        if (TableApply.takes(model)) {
            return RowFeed.of(Tables.open(options.in(), header.header()), TableCompressor.encoding(model));
        }
        var input = model.architecture().row().rank() == 3 ? RowInput.images(options.in())
                : RowInput.open(options.in());
        var fit = new ModelFit(model, options.model());
        input.groups().forEach(group -> {
            if (!group.rows().shape().equals(model.architecture().row())) {
                fit.imageShape(group.rows(), Purpose.ENCODE);
                throw new DataException(group.rows().name() + ": expected images of "
                        + model.architecture().row() + ", the size of the training images, found "
                        + group.rows().shape() + "; a compressed file holds images of one size");
            }
        });
        return RowFeed.of(input.groups().getFirst().rows(),
                Files.isDirectory(options.in()) ? input.names() : List.of());
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

    private String summary(RowFeed rows) {
        try {
            Path out = options.out();
            var size = BitsPerPixel.of(rows.row(), rows.size());
            long bytes = Files.size(out);
            long withModel = bytes + Files.size(options.model());
            double mse = squares / values;
            return "Wrote " + out + ": " + Words.count(rows.size(), size.noun()) + " in " + Words.bytes(bytes)
                    + ", " + size.words(bytes) + "; MSE " + Words.error(mse)
                    + (rows.row().rank() == 3 ? ", PSNR " + Words.decibels(Training.psnr(mse))
                            : " of the standardised features")
                    + System.lineSeparator() + "With the model file, which decompressing needs: "
                    + Words.bytes(withModel) + ", " + size.words(withModel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
