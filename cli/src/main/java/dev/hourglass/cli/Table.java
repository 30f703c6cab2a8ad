package dev.hourglass.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows under headings, every column as wide as its widest entry. */
public final class Table {

    /** Where a column's entries stand. */
    public enum Align {
        LEFT, RIGHT
    }

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Align> aligns = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
        aligns.addAll(Collections.nCopies(headings.length, Align.LEFT));
    }

    /** Moves columns to the right, counted from 0. */
    public Table right(int... columns) {
        for (int column : columns) {
            aligns.set(column, Align.RIGHT);
        }
        return this;
    }

    public Table row(String... entries) {
        if (entries.length != aligns.size()) {
            throw new IllegalArgumentException(
                    "expected " + aligns.size() + " entries, found " + entries.length);
        }
        rows.add(List.of(entries));
        return this;
    }

    /** The lines, without blanks at their ends. */
    public List<String> lines() {
        var widths = new int[aligns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : "  ")
                    .append(aligns.get(i) == Align.LEFT ? row.get(i) + blanks : blanks + row.get(i));
        }
        return line.toString().stripTrailing();
    }
}
