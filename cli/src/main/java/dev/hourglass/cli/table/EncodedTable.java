package dev.hourglass.cli.table;

import dev.hourglass.cli.Streams;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.DatasetView;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableProfile;
import dev.hourglass.data.Tables;
import dev.hourglass.models.table.Scaling;
import dev.hourglass.models.table.TableEncoding;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Rows of a table as features, with the labels that judge them where there are any. */
public final class EncodedTable {
    private static final int MOST_LABELS = 1000;

    private final TableSample table;
    private final int[] labels;
    private final TableEncoding encoding;

    private EncodedTable(TableSample table, int[] labels, TableEncoding encoding) {
        this.table = table;
        this.labels = labels;
        this.encoding = encoding;
    }

    /**
     * Learns how to encode a table.
     *
     * @param train the rows to learn scales and categories from
     */
    public static EncodedTable fit(TableSample table, int[] train, Streams streams) {
        var encoding = TableEncoding.fit(table.rows().rows(train), table.without(), Scaling.STANDARD);
        encoding.unused().forEach(each -> streams.say("Not used: column " + each));
        int[] labels = table.label().isPresent() ? numbered(table, streams) : new int[0];
        return new EncodedTable(table, labels, encoding);
    }

    /** Labels as they are where they are whole numbers, otherwise numbered in the order of their texts. */
    private static int[] numbered(TableSample table, Streams streams) {
        List<String> values = table.labels();
        var numbers = new TreeMap<String, Integer>();
        values.forEach(each -> numbers.put(each, 0));
        if (numbers.size() > MOST_LABELS) {
            throw new DataException(table.rows().name() + ": column '" + table.label().orElseThrow()
                    + "' holds " + numbers.size() + " different values, a label at most " + MOST_LABELS);
        }
        boolean whole = numbers.keySet().stream().allMatch(each -> each.matches("\\d{1,9}"));
        int next = 0;
        for (var entry : numbers.entrySet()) {
            entry.setValue(whole ? Integer.parseInt(entry.getKey()) : next++);
        }
        if (!whole) {
            streams.say("Labels   " + String.join(", ", numbers.entrySet().stream()
                    .map(each -> each.getValue() + " is '" + each.getKey() + "'").limit(20).toList())
                    + (next > 20 ? " and so on" : ""));
        }
        return values.stream().mapToInt(numbers::get).toArray();
    }

    /** Some of the rows. */
    public Dataset rows(int[] indices) {
        var features = encoding.encode(frame(indices));
        if (labels.length == 0) {
            return features;
        }
        int[] own = Arrays.stream(indices).map(row -> labels[row]).toArray();
        return new DatasetView(features) {
            @Override
            public OptionalInt label(int row) {
                return OptionalInt.of(own[row]);
            }
        };
    }

    /** The same before they were encoded. */
    public Frame frame(int[] indices) {
        return table.rows().rows(indices);
    }

    public TableEncoding encoding() {
        return encoding;
    }

    /** Rows of another table with the same columns. */
    public static Dataset other(Path path, TableChoice choice, long seed, TableEncoding encoding) {
        var source = Tables.open(path, choice.header());
        encoding.encoder(source);
        return encoding.encode(Frame.sample(source,
                TableProfile.of(source, choice.categories()), choice.sample(), seed));
    }
}
