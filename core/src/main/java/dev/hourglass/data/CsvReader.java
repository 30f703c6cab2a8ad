package dev.hourglass.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records of a text table, quoted as in RFC 4180, in UTF-8. */
final class CsvReader {
    private static final int LONGEST_CELL = 1 << 12;
    private static final int LOOK_AHEAD = 1 << 13;
    private static final int MOST_COLUMNS = 1 << 20;

    private final Input in;
    private final BufferedReader reader;
    private final char separator;
    private final StringBuilder cell = new StringBuilder();
    private int line;
    private int nextLine = 1;

    CsvReader(Input in) throws IOException {
        this.in = in;
        this.reader = new BufferedReader(new InputStreamReader(in.rest(), StandardCharsets.UTF_8), 1 << 16);
        reader.mark(1);
        if (reader.read() != '\ufeff') {
            reader.reset();
        }
        this.separator = separator();
    }

    /** Number of the line on which the last record began, from 1. */
    int line() {
        return line;
    }

    private char separator() throws IOException {
        reader.mark(LOOK_AHEAD);
        int[] counts = new int[128];
        boolean quoted = false;
        boolean content = false;
        for (int i = 0; i < LOOK_AHEAD; i++) {
            int c = reader.read();
            if (c < 0 || c == '\n' && content && !quoted) {
                break;
            }
            content |= c > ' ';
            quoted ^= c == '"';
            if (!quoted && c < counts.length) {
                counts[c]++;
            }
        }
        reader.reset();
        if (counts['\t'] > counts[','] && counts['\t'] >= counts[';']) {
            return '\t';
        }
        return counts[';'] > counts[','] ? ';' : ',';
    }

    /** The cells of the next record that is not blank, without the blanks around them; null at the end. */
    List<String> next() throws IOException {
        while (true) {
            line = nextLine;
            List<String> cells = new ArrayList<>();
            boolean more = record(cells);
            if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
                return cells;
            }
            if (!more) {
                return null;
            }
        }
    }

    /** Reads one record; false at the end of the text. */
    private boolean record(List<String> cells) throws IOException {
        boolean quoted = false;
        boolean wasQuoted = false;
        cell.setLength(0);
        while (true) {
            int c = reader.read();
            if (c == '\n') {
                nextLine++;
            }
            if (c < 0 && quoted) {
                throw in.fail("line " + line + ": a quote is opened and not closed");
            }
            if (quoted) {
                if (c != '"') {
                    put(c);
                } else if (following('"')) {
                    put('"');
                } else {
                    quoted = false;
                }
            } else if (c == '"' && !wasQuoted && cell.toString().isBlank()) {
                cell.setLength(0);
                quoted = true;
                wasQuoted = true;
            } else if (c == separator || c == '\n' || c < 0) {
                if (cells.size() == MOST_COLUMNS) {
                    throw in.fail("line " + line + ": expected at most " + MOST_COLUMNS
                            + " columns, found more");
                }
                cells.add(cell.toString().strip());
                cell.setLength(0);
                wasQuoted = false;
                if (c != separator) {
                    return c >= 0;
                }
            } else {
                put(c);
            }
        }
    }

    private boolean following(char expected) throws IOException {
        reader.mark(1);
        if (reader.read() == expected) {
            return true;
        }
        reader.reset();
        return false;
    }

    private void put(int c) {
        if (cell.length() == LONGEST_CELL) {
            throw in.fail("line " + line + ": a cell is longer than " + LONGEST_CELL
                    + " characters; this is no table of numbers");
        }
        cell.append((char) c);
    }
}
