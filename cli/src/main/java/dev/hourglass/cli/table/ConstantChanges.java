package dev.hourglass.cli.table;

import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.models.table.EncodedColumn.Constant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Columns that were the same in all training rows, and no longer are: no model knows what that means. */
final class ConstantChanges {

    /** What was found first, where, and how often there was anything else. */
    private static final class Found {
        private final Constant column;
        private final String first;
        private final String place;
        private long rows;

        private Found(Constant column, String first, String place) {
            this.column = column;
            this.first = first;
            this.place = place;
        }
    }

    private final Map<String, Found> byColumn = new LinkedHashMap<>();

    void add(Constant column, String text, String place) {
        byColumn.computeIfAbsent(column.name(), _ -> new Found(column, text, place)).rows++;
    }

    /** One change in words. */
    static String words(Constant column, String text) {
        return column.name() + " is " + shown(text) + ", was always " + shown(column.value());
    }

    private static String shown(String text) {
        return text.isEmpty() ? "missing" : "'" + text + "'";
    }

    void say(Streams streams) {
        byColumn.values().forEach(each -> streams.say("Note: column '" + each.column.name() + "' was always "
                + shown(each.column.value()) + " in training, so nothing was learnt of it; "
                + Words.count(each.rows, "row") + (each.rows == 1 ? " has" : " have")
                + " something else, the first " + shown(each.first) + " in " + each.place));
    }
}
