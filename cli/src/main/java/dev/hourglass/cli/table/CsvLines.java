package dev.hourglass.cli.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes records as comma-separated text, quoted where they must be (RFC 4180). */
public final class CsvLines implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final BufferedWriter out;

    /** @param out closed with this */
    public CsvLines(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
    }

    /** Writes a record of at least one cell. */
    public void write(List<String> cells) throws IOException {
        // A lone empty cell would be a blank line, which readers pass over.
        out.write(cells.equals(List.of("")) ? "\"\""
                : cells.stream().map(CsvLines::quoted).collect(Collectors.joining(",")));
        out.write('\n');
    }

    /** A cell as it stands in a file. */
    public static String quoted(String text) {
        return text.matches("[^\",\n\r]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
