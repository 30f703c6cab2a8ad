package dev.hourglass.models.compress;

import dev.hourglass.data.DataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Names of a file's rows, such as those of the pictures they came from: UTF-8, a zero byte between two, in
 * zlib's format.
 */
final class RowNames {
    private static final String BETWEEN = "\0";
    /** Bytes of a name, on average; what claims more is no list of names. */
    private static final int LONGEST = 1 << 10;

    private RowNames() {
    }

    static byte[] write(List<String> names) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes)) {
            out.write(String.join(BETWEEN, names).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param rows that are named
     * @param file that is read, for messages
     */
    static List<String> read(byte[] bytes, int rows, String file) {
        int most = (int) Math.min((long) rows * LONGEST, Integer.MAX_VALUE - 8);
        try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            byte[] text = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new DataException(file + ": header: its names are longer than names are");
            }
            var names = List.of(new String(text, StandardCharsets.UTF_8).split(BETWEEN, -1));
            if (names.size() != rows) {
                throw new DataException(
                        file + ": header: expected " + rows + " names, found " + names.size());
            }
            check(names, file);
            return names;
        } catch (IOException e) {
            throw new DataException(file + ": header: its names cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Makes sure that each name is that of a file within a folder and of no other row, so that a file from
     * somewhere else writes nothing outside of the folder it is unpacked into.
     */
    static void check(List<String> names, String file) {
        var seen = new HashSet<String>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new DataException(file + ": two rows have the name " + quoted(name));
            }
            if (!isInside(name)) {
                throw new DataException(file + ": the name " + quoted(name)
                        + " is not one of a file within a folder");
            }
        }
    }

    private static boolean isInside(String name) {
        try {
            Path path = Path.of(name);
            return !name.isEmpty() && name.chars().noneMatch(Character::isISOControl)
                    && path.getRoot() == null
                    && path.equals(path.normalize()) && !path.startsWith("..");
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private static String quoted(String name) {
        String shown = name.replaceAll("\\p{Cntrl}", "?");
        return "'" + (shown.length() > 60 ? shown.substring(0, 60) + "..." : shown) + "'";
    }
}
