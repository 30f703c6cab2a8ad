package dev.hourglass.cli.table;

import dev.hourglass.cli.ApplyOptions;
import dev.hourglass.cli.ApplyProgress;
import dev.hourglass.cli.ApplyRun.Purpose;
import dev.hourglass.cli.ExitCode;
import dev.hourglass.cli.RowInput;
import dev.hourglass.cli.RowOutput;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.data.CsvTable.Header;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.TableSource;
import dev.hourglass.data.Tables;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.models.compress.TableCompressor;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.plan.Shape;
import java.util.Optional;
import java.util.function.Supplier;

/** Applies a model of a table's rows: rows to codes, codes to rows, rows to codes and back. */
public final class TableApply {
    private static final long ROOM = 1_000_000;

    private final ApplyOptions options;
    private final Header header;
    private final Optional<Integer> numbers;
    private final Streams streams;
    private double squares;
    private long values;

    /** @param numbers kept of each code; empty for all */
    public TableApply(ApplyOptions options, Header header, Optional<Integer> numbers, Streams streams) {
        this.options = options;
        this.header = header;
        this.numbers = numbers;
        this.streams = streams;
    }

    /** Whether a model is one of a table. */
    public static boolean takes(TrainedModel model) {
        return model.notes().containsKey(TableCompressor.ENCODING);
    }

    /** Returns the exit code. */
    public int run(TrainedModel model, Purpose purpose) {
        int batch = options.batch();
        if (purpose != Purpose.ENCODE) {
            DecodedTable.checkName(options.out());
            RowOutput.checkParent(options.out(), ROOM);
        }
        try (var choice = options.backend().open(streams);
                var compressor = TableCompressor.open(model, choice.backend(), batch)) {
            var summary = switch (purpose) {
                case ENCODE -> encode(compressor, table());
                case DECODE -> decode(compressor, codes(compressor.rows()));
                case RECONSTRUCT -> reconstruct(compressor, table());
            };
            streams.result("Wrote " + options.out() + ": " + summary);
        }
        return ExitCode.DONE;
    }

    private TableSource table() {
        return Tables.open(options.in(), header);
    }

    private Dataset codes(Compressor compressor) {
        var codes = Datasets.open(options.in());
        int found = codes.shape().elements();
        boolean fits = codes.shape().rank() == 1 && (found == compressor.width()
                || found < compressor.width() && compressor.isOrdered());
        if (!fits) {
            throw new DataException(
                    codes.name() + ": expected codes of " + compressor.width() + " numbers for "
                            + options.model() + ", found rows of shape " + codes.shape());
        }
        return codes;
    }

    private String encode(TableCompressor model, TableSource table) {
        var compressor = model.rows();
        int width = compressor.width();
        int kept = numbers.orElse(width);
        int count = 0;
        try (var rows = FeatureRows.open(table, model.encoding());
                var output = RowOutput.codes(options.out(), RowInput.counted(), ROOM);
                var progress = ApplyProgress.of(streams, compressor.row(), -1)) {
            float[] codes = compressor.encode(rows.next(options.batch()), kept);
            for (; codes.length > 0; codes = compressor.encode(rows.next(options.batch()), kept)) {
                for (int at = 0; at < codes.length; at += kept) {
                    output.accept(count++, codes, at, Shape.of(kept));
                }
                progress.step(codes.length / kept);
            }
            output.finish();
            rows.sayChanges(streams);
        }
        return "codes of " + Words.count(count, "row");
    }

    private String decode(TableCompressor model, Dataset codes) {
        int width = codes.shape().elements();
        try (var progress = ApplyProgress.of(streams, model.rows().row(), codes.size())) {
            DecodedTable.write(options.out(), model.encoding(), new Supplier<>() {
                private int from;

                @Override
                public float[] get() {
                    int count = Math.min(options.batch(), codes.size() - from);
                    var block = new float[count * width];
                    for (int i = 0; i < count; i++) {
                        codes.read(from++, block, i * width);
                    }
                    progress.step(count);
                    return model.rows().decode(block, width);
                }
            });
        }
        return Words.count(codes.size(), "row") + " decoded, " + columns(model.encoding());
    }

    private String reconstruct(TableCompressor model, TableSource table) {
        try (var rows = FeatureRows.open(table, model.encoding())) {
            DecodedTable.write(options.out(), model.encoding(), () -> {
                float[] before = rows.next(options.batch());
                float[] after = model.rows().reconstruct(before);
                compare(before, after);
                return after;
            });
            rows.sayChanges(streams);
        }
        return Words.count(values / model.encoding().width(), "row") + ", " + columns(model.encoding())
                + ", MSE " + Words.error(squares / values) + " of the standardised features";
    }

    private void compare(float[] before, float[] after) {
        for (int i = 0; i < before.length; i++) {
            double difference = (double) before[i] - after[i];
            squares += difference * difference;
        }
        values += before.length;
    }

    private static String columns(TableEncoding encoding) {
        return Words.count(encoding.columns().size(), "column");
    }
}
