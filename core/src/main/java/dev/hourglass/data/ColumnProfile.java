package dev.hourglass.data;

import java.util.List;

/**
 * What a column of a table holds, counted over all of its rows.
 *
 * @param name       of the column
 * @param kind       guessed from the cells, or wished for
 * @param missing    cells without a value; in a column of numbers also those that are no number
 * @param categories of a column of categories: its different texts, the most frequent first
 * @param strange    of a column of numbers: the first cell that is none, with its place; empty if there is no
 *                   such
 */
public record ColumnProfile(String name, Kind kind, long missing, List<String> categories, String strange) {

    /** What a column's cells are. */
    public enum Kind {
        NUMBER, CATEGORY,
        /** So many different texts that they name rows rather than kinds of rows. */
        TEXT,
        /** No cell has a value. */
        EMPTY;

        /** In words. */
        public String words() {
            return switch (this) {
                case NUMBER -> "numbers";
                case CATEGORY -> "categories";
                case TEXT -> "free text";
                case EMPTY -> "nothing";
            };
        }
    }

    public ColumnProfile {
        categories = List.copyOf(categories);
    }
}
