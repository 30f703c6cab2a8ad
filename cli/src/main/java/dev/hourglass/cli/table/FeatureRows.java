package dev.hourglass.cli.table;

import dev.hourglass.cli.Streams;
import dev.hourglass.data.TableRows;
import dev.hourglass.data.TableSource;
import dev.hourglass.models.table.RowEncoder;
import dev.hourglass.models.table.TableEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table's rows as the features that a model takes, block by block; no more than a block is held. */
public final class FeatureRows implements AutoCloseable {
    private final TableRows rows;
    private final RowEncoder encoder;
    private final int width;
    private final ConstantChanges changes = new ConstantChanges();
    private final UnknownCategories unknown = new UnknownCategories();
    private final List<String> changed = new ArrayList<>();

    private FeatureRows(TableRows rows, RowEncoder encoder, int width) {
        this.rows = rows;
        this.encoder = encoder;
        this.width = width;
    }

    /**
     * Opens a table.
     *
     * @throws dev.hourglass.data.DataException when it lacks a column
     */
    public static FeatureRows open(TableSource table, TableEncoding encoding) {
        var encoder = encoding.encoder(table);
        return new FeatureRows(table.open(), encoder, encoding.width());
    }

    /** Number of rows of a table, by reading it. */
    public static int count(TableSource table) {
        long count = 0;
        try (var in = table.open()) {
            while (in.next()) {
                count++;
            }
        }
        return Math.toIntExact(count);
    }

    /** The next rows, one after the other; as many as there are and no more than {@code most}. */
    public float[] next(int most) {
        var values = new float[Math.multiplyExact(most, width)];
        changed.clear();
        int count = 0;
        while (count < most && rows.next()) {
            encoder.encode(rows, values, count++ * width);
            unknown.add(encoder.unknownCategories(rows));
            var own = new ArrayList<String>();
            encoder.changes(rows, (column, text) -> {
                changes.add(column, text, rows.place());
                own.add(ConstantChanges.words(column, text));
            });
            changed.add(String.join("; ", own));
        }
        return count == most ? values : Arrays.copyOf(values, count * width);
    }

    /** What changed, in a row of the last block, in a column that was always the same; empty for nothing. */
    public String change(int row) {
        return changed.get(row);
    }

    /**
     * Says which columns that were always the same are not any more, and which have categories that training
     * did not know; and how often.
     */
    public void sayChanges(Streams streams) {
        changes.say(streams);
        unknown.say(streams, "row");
    }

    @Override
    public void close() {
        rows.close();
    }
}
