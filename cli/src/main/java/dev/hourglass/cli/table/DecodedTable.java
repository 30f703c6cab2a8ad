package dev.hourglass.cli.table;

import dev.hourglass.cli.WrongOption;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.models.table.EncodedColumn;
import dev.hourglass.models.table.TableEncoding;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** Features as the table that they stand for. */
public final class DecodedTable {
    private DecodedTable() {
    }

    /** Makes sure, before any work, that a name is one of a table. */
    public static void checkName(Path out) {
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            throw new WrongOption("--out: rows of a table are written as .csv, found " + out);
        }
    }

    /**
     * Writes CSV with the names of the columns in its first line, whole or not at all.
     *
     * @param blocks features of the next rows; of none at the end
     */
    public static void write(Path out, TableEncoding encoding, Supplier<float[]> blocks) {
        AtomicFile.write(out, stream -> {
            var lines = new CsvLines(stream);
            lines.write(encoding.columns().stream().map(EncodedColumn::name).toList());
            for (float[] block = blocks.get(); block.length > 0; block = blocks.get()) {
                for (int at = 0; at < block.length; at += encoding.width()) {
                    lines.write(encoding.decode(block, at));
                }
            }
            lines.flush();
        });
    }
}
