package dev.hourglass.cli.compress;

import dev.hourglass.cli.ApplyOptions;
import dev.hourglass.cli.ApplyProgress;
import dev.hourglass.cli.ExitCode;
import dev.hourglass.cli.RowInput;
import dev.hourglass.cli.RowOutput;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.table.DecodedTable;
import dev.hourglass.cli.table.TableApply;
import dev.hourglass.data.DataException;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.CodeReader;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.models.compress.TableCompressor;
import dev.hourglass.models.table.TableEncoding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A file of codes to images, or to rows of a table. */
@Command(customSynopsis = "hourglass decompress --model FILE --in F --out Y [OPTIONS]", footer = {"",
    "A file that was damaged, cut short or written with another model is refused. Pictures",
    "that came from a folder get their names back, as PNG.", "",
    "  hourglass decompress --model run/model.safetensors --in images.hgc --out images.npy",
    "  hourglass decompress --model run/model.safetensors --in images.hgc --out images/",
    "  hourglass decompress --model run/model.safetensors --in payments.hgc --out payments.csv"})
public final class DecompressCommand implements Callable<Integer> {
    private static final long ROOM = 1_000_000;

    @Mixin
    private ApplyOptions options = new ApplyOptions();

    private final Streams streams;

    public DecompressCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        int batch = options.batch();
        Path in = options.in();
        var model = TrainedModel.load(options.model());
        if (!Files.isRegularFile(in)) {
            throw new DataException(in + ": no such file; expected one that 'hourglass compress' wrote");
        }
        if (TableApply.takes(model)) {
            DecodedTable.checkName(options.out());
            RowOutput.checkParent(options.out(), ROOM);
        }
        try (var choice = options.backend().open(streams);
                var compressor = Compressor.open(model, choice.backend(), batch);
                var stream = new BufferedInputStream(Files.newInputStream(in))) {
            var reader = compressor.reader(stream, in.toString());
            if (TableApply.takes(model)) {
                table(compressor, reader, TableCompressor.encoding(model));
            } else {
                images(compressor, reader);
            }
        } catch (IOException e) {
            throw new DataException(in + ": cannot be read: " + e.getMessage(), e);
        }
        return ExitCode.DONE;
    }

    private void table(Compressor compressor, CodeReader reader, TableEncoding encoding) {
        int numbers = reader.header().numbers();
        try (var progress = ApplyProgress.of(streams, compressor.row(), reader.header().rows())) {
            DecodedTable.write(options.out(), encoding, () -> {
                int count = reader.blockRows();
                progress.step(count);
                return count == 0 ? new float[0] : compressor.decode(reader.read(), numbers);
            });
        }
        streams.result("Wrote " + options.out() + ": " + Words.count(reader.header().rows(), "row"));
    }

    private void images(Compressor compressor, CodeReader reader) {
        int rows = reader.header().rows();
        long bytes = (long) rows * compressor.row().elements() * Float.BYTES;
        var names = reader.header().names();
        var input = names.isEmpty() ? RowInput.numbered(rows) : RowInput.named(names);
        try (var output = RowOutput.open(options.out(), input, bytes);
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
        streams.result("Wrote " + options.out() + ": " + Words.count(rows, "image"));
    }
}
