package dev.hourglass.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A table of numbers, words and gaps as text: cells separated by commas, semicolons or tabs (whichever the
 * first line has most of), quoted as in RFC 4180, plain or in gzip. It is read row by row; no more than a row
 * is held in memory.
 */
public final class CsvTable implements TableSource {
    /** Rows that the guess about the first line looks at. */
    private static final int LOOK = 200;

    /** Whether the first line holds the names of the columns. */
    public enum Header {
        /** Guessed: it does if it has words where the lines below have numbers, or no number at all. */
        GUESSED, PRESENT, ABSENT
    }

    private final Path file;
    private final List<String> columns;
    private final boolean named;

    private CsvTable(Path file, List<String> columns, boolean named) {
        this.file = file;
        this.columns = columns;
        this.named = named;
    }

    /**
     * Looks at the first lines of a file.
     *
     * @throws DataException when it is no text, or holds no row
     */
    public static CsvTable open(Path file, Header header) {
        var first = new ArrayList<List<String>>();
        try (Input in = input(file)) {
            var lines = new CsvReader(in);
            for (var cells = lines.next(); cells != null && first.size() < LOOK; cells = lines.next()) {
                first.add(cells);
            }
        } catch (IOException e) {
            throw DataException.reading(file, e);
        }
        if (first.isEmpty()) {
            throw new DataException(file + ": the table holds nothing but blank lines");
        }
        boolean named = switch (header) {
            case PRESENT -> true;
            case ABSENT -> false;
            case GUESSED -> looksLikeNames(first);
        };
        if (named && first.size() == 1) {
            throw new DataException(file + ": the table holds a header and no rows"
                    + (header == Header.GUESSED ? "; if its only line is a row, say that it has no header"
                            : ""));
        }
        return new CsvTable(file, names(first.getFirst(), named), named);
    }

    private static Input input(Path file) {
        Input in = Input.open(file);
        FileKind kind = in.peek();
        if (kind != FileKind.TEXT) {
            in.close();
            throw in.fail("expected a table as text (CSV), found " + kind.words());
        }
        return in;
    }

    private static boolean looksLikeNames(List<List<String>> lines) {
        var first = lines.getFirst();
        if (first.stream().anyMatch(cell -> !Double.isNaN(Cells.number(cell)))) {
            return false;
        }
        for (int c = 0; c < first.size(); c++) {
            int column = c;
            boolean numbers = lines.stream().skip(1).filter(line -> line.size() > column)
                    .anyMatch(line -> !Double.isNaN(Cells.number(line.get(column))));
            if (numbers && !Cells.isMissing(first.get(c))) {
                return true;
            }
        }
        // Nothing but words: names are all different and do not come again below themselves.
        boolean different = new HashSet<>(first).size() == first.size();
        boolean gaps = first.stream().anyMatch(Cells::isMissing);
        return different && !(lines.size() == 1 && gaps)
                && lines.stream().skip(1).noneMatch(line -> overlaps(first, line));
    }

    private static boolean overlaps(List<String> first, List<String> line) {
        for (int c = 0; c < Math.min(first.size(), line.size()); c++) {
            if (first.get(c).equals(line.get(c))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> names(List<String> first, boolean named) {
        var names = new ArrayList<String>();
        for (int c = 0; c < first.size(); c++) {
            String wanted = named && !first.get(c).isEmpty() ? first.get(c) : "column " + (c + 1);
            String name = wanted;
            for (int i = 2; names.contains(name); i++) {
                name = wanted + " (" + i + ")";
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    /** Whether the columns' names were in the file. */
    public boolean isNamed() {
        return named;
    }

    @Override
    public TableRows open() {
        Input in = input(file);
        try {
            var lines = new CsvReader(in);
            if (named) {
                lines.next();
            }
            return new Rows(in, lines, columns.size());
        } catch (IOException e) {
            in.close();
            throw DataException.reading(file, e);
        }
    }

    private static final class Rows implements TableRows {
        private final Input in;
        private final CsvReader lines;
        private final int columns;
        private List<String> cells;

        private Rows(Input in, CsvReader lines, int columns) {
            this.in = in;
            this.lines = lines;
            this.columns = columns;
        }

        @Override
        public boolean next() {
            try {
                cells = lines.next();
            } catch (IOException e) {
                throw DataException.reading(in.file(), e);
            }
            if (cells != null && cells.size() != columns) {
                throw in.fail(place() + ": expected " + columns + " columns, found " + cells.size());
            }
            return cells != null;
        }

        @Override
        public String text(int column) {
            String cell = cells.get(column);
            return Cells.isMissing(cell) ? "" : cell;
        }

        @Override
        public double number(int column) {
            return Cells.number(cells.get(column));
        }

        @Override
        public String place() {
            return "line " + lines.line();
        }

        @Override
        public void close() {
            in.close();
        }
    }
}
