package dev.hourglass.bench;

import java.util.List;

/**
 * Results as rows of text.
 *
 * @param title    what was measured
 * @param headings of the columns; all but the first {@code labels} hold numbers
 * @param labels   columns that hold words
 * @param note     a sentence that belongs to it; may be empty
 */
public record BenchTable(String title, List<String> headings, int labels, List<List<String>> rows,
        String note) {
    public BenchTable {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
