package dev.hourglass.cli.compress;

import dev.hourglass.cli.TrainData;
import dev.hourglass.cli.compress.RateCurve.Measured;
import dev.hourglass.cli.table.CsvLines;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.table.EncodedColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The usual way to keep a table small: text in gzip, which loses nothing. */
final class TableFormat {
    private TableFormat() {
    }

    /** The same columns of the same rows. */
    static Measured measure(TrainData.Origin origin, Dataset test) {
        var bytes = new ByteArrayOutputStream();
        List<String> names = origin.encoding().used().stream().map(EncodedColumn::name).toList();
        int[] places = names.stream().mapToInt(origin.test().columns()::indexOf).toArray();
        try (var lines = new CsvLines(new GZIPOutputStream(bytes))) {
            lines.write(names);
            for (int row = 0; row < test.size(); row++) {
                int each = row;
                lines.write(Arrays.stream(places).mapToObj(place -> origin.test().text(each, place))
                        .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Measured("CSV in gzip", "the same columns", test.size(), bytes.size(),
                BitsPerPixel.of(test.shape(), test.size()).of(bytes.size()), 0);
    }
}
