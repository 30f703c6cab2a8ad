package dev.hourglass.cli.table;

import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.data.Frame;
import dev.hourglass.models.table.TableEncoding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts rows with categories that training did not know: a model sees all of those as the same. */
public final class UnknownCategories {
    private static final int MOST_NAMES = 10;

    private final Map<String, Long> byColumn = new LinkedHashMap<>();
    private long rows;

    /** Of all rows of a sample. */
    public static UnknownCategories of(Frame frame, TableEncoding encoding) {
        var found = new UnknownCategories();
        var encoder = encoding.encoder(frame);
        try (var in = frame.open()) {
            while (in.next()) {
                found.add(encoder.unknownCategories(in));
            }
        }
        return found;
    }

    /** @param columns in which a row has such a category */
    void add(List<String> columns) {
        rows += columns.isEmpty() ? 0 : 1;
        columns.forEach(each -> byColumn.merge(each, 1L, Long::sum));
    }

    /** Rows that have one in any column. */
    public long rows() {
        return rows;
    }

    /** How many rows have one, for each column in which any has. */
    public Map<String, Long> byColumn() {
        return Collections.unmodifiableMap(byColumn);
    }

    /**
     * Says so in one line; nothing where there are none.
     *
     * @param noun what a row is called
     */
    public void say(Streams streams, String noun) {
        if (rows == 0) {
            return;
        }
        String columns = byColumn.entrySet().stream().limit(MOST_NAMES)
                .map(each -> "'" + each.getKey() + "' in " + Words.count(each.getValue()))
                .collect(Collectors.joining(", "));
        int more = byColumn.size() - MOST_NAMES;
        streams.say("Note: " + Words.count(rows, noun) + (rows == 1 ? " has" : " have")
                + " categories that training did not know, which are all the same to the model: column "
                + columns
                + (more > 0 ? " and " + Words.count(more, "more column") : ""));
    }
}
