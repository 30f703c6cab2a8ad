package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Tables of numbers as text: cells separated by commas, semicolons or tabs (whichever the first line has most
 * of), quoted as in RFC 4180, plain or in gzip. A first line without any number is a header. Blank lines are
 * passed over.
 */
public final class CsvDataset {

    private CsvDataset() {
    }

    /**
     * Reads every column as a value.
     *
     * @throws DataException naming line and column of what is not a finite number, or the line of another
     *                       number of columns
     */
    public static Dataset open(Path file) {
        return open(file, null);
    }

    /**
     * Reads all columns but one as values, and that one as labels (whole numbers).
     *
     * @param labels name of the column, or where there is no such name its number, counted from 1
     * @throws DataException as above, and when there is no such column
     */
    public static Dataset open(Path file, String labels) {
        try (Input in = Input.open(file)) {
            FileKind kind = in.peek();
            if (kind != FileKind.TEXT) {
                throw in.fail("expected a table as text (CSV), found " + kind.words());
            }
            return new Table(in, new CsvReader(in), labels).read();
        } catch (IOException e) {
            throw DataException.reading(file, e);
        } catch (OutOfMemoryError e) {
            throw new DataException(file + ": the table is larger than Java's heap; raise it with -Xmx", e);
        }
    }

    /** The rows read so far. */
    private static final class Table {
        private final Input in;
        private final CsvReader lines;
        private final String labelColumn;
        private List<String> header;
        private int columns;
        private int label = -1;
        private int rows;
        private float[] values = new float[1 << 10];
        private int[] labels = new int[1 << 6];

        Table(Input in, CsvReader lines, String labelColumn) {
            this.in = in;
            this.lines = lines;
            this.labelColumn = labelColumn;
        }

        Dataset read() throws IOException {
            List<String> cells = lines.next();
            if (cells == null) {
                throw in.fail("the table holds nothing but blank lines");
            }
            columns = cells.size();
            if (isHeader(cells)) {
                header = cells;
                cells = lines.next();
            }
            if (labelColumn != null) {
                label = labelIndex();
            }
            int width = label < 0 ? columns : columns - 1;
            if (width == 0) {
                throw in.fail("expected columns beside the labels, found none");
            }
            for (; cells != null; cells = lines.next()) {
                add(cells, width);
            }
            if (rows == 0) {
                throw in.fail("the table holds a header and no rows");
            }
            return new FloatRows(in.file().toString(), Shape.of(width), Arrays.copyOf(values, rows * width),
                    label < 0 ? null : Arrays.copyOf(labels, rows));
        }

        private boolean isHeader(List<String> cells) {
            long numbers = cells.stream().filter(c -> !Float.isNaN(number(c)) || c.equalsIgnoreCase("nan"))
                    .count();
            long words = cells.stream().filter(c -> !c.isEmpty()).count() - numbers;
            if (numbers > 0 && words > 0) {
                throw in.fail("line " + lines.line() + ": expected either names or numbers, found both ("
                        + String.join(", ", cells.subList(0, Math.min(4, columns))) + ")");
            }
            return words > 0;
        }

        private int labelIndex() {
            if (header != null && header.contains(labelColumn)) {
                return header.indexOf(labelColumn);
            }
            if (labelColumn.matches("[1-9]\\d{0,8}") && Integer.parseInt(labelColumn) <= columns) {
                return Integer.parseInt(labelColumn) - 1;
            }
            throw in.fail("expected a label column '" + labelColumn + "', found "
                    + (header == null ? columns + " columns without names"
                            : "columns " + String.join(", ", header)));
        }

        private void add(List<String> cells, int width) {
            if (cells.size() != columns) {
                throw in.fail(
                        "line " + lines.line() + ": expected " + columns + " columns, found " + cells.size());
            }
            int at = rows * width;
            if (at + width > values.length) {
                if (2L * values.length > Integer.MAX_VALUE) {
                    throw in.fail("line " + lines.line() + ": more than 2^30 values");
                }
                values = Arrays.copyOf(values, Math.max(2 * values.length, at + width));
            }
            for (int c = 0; c < columns; c++) {
                float value = number(cells.get(c));
                if (!Float.isFinite(value)) {
                    throw bad(cells, c, "a finite number");
                }
                if (c != label) {
                    values[at++] = value;
                } else if (value != (int) value) {
                    throw bad(cells, c, "a whole number as label");
                } else {
                    if (rows == labels.length) {
                        labels = Arrays.copyOf(labels, 2 * rows);
                    }
                    labels[rows] = (int) value;
                }
            }
            rows++;
        }

        private DataException bad(List<String> cells, int column, String expected) {
            String cell = cells.get(column);
            String found = cell.isEmpty() ? "an empty cell"
                    : "'" + (cell.length() > 40 ? cell.substring(0, 40) + "..." : cell).replaceAll("\\s", " ")
                            + "'";
            return in.fail("line " + lines.line() + ", column " + (column + 1)
                    + (header == null ? "" : " (" + header.get(column) + ")") + ": expected " + expected
                    + ", found "
                    + found);
        }

        /** NaN where the text is not a number; Java's suffixes and hexadecimal forms are none. */
        private static float number(String cell) {
            if (cell.isEmpty() || "fFdDpP".indexOf(cell.charAt(cell.length() - 1)) >= 0
                    || cell.indexOf('x') >= 0) {
                return Float.NaN;
            }
            try {
                return Float.parseFloat(cell);
            } catch (NumberFormatException _) {
                return Float.NaN;
            }
        }
    }
}
