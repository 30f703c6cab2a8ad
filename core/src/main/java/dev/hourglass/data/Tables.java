package dev.hourglass.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Opens tables by their contents. */
public final class Tables {

    private Tables() {
    }

    /** Whether a path holds a table and not images: text, or an array of two extents. */
    public static boolean isTable(Path path) {
        if (Files.isDirectory(path)) {
            return false;
        }
        return switch (kind(path)) {
            case TEXT -> true;
            case NPY, ZIP -> ArrayTable.isMatrix(path);
            default -> false;
        };
    }

    /** Whether a file is text, such as CSV, plain or in gzip. */
    public static boolean isText(Path file) {
        return kind(file) == FileKind.TEXT;
    }

    /**
     * Opens CSV (plain or gzip), npy or npz.
     *
     * @param header of a CSV file
     * @throws DataException when it is none of these, or broken
     */
    public static TableSource open(Path path, CsvTable.Header header) {
        FileKind kind = kind(path);
        return switch (kind) {
            case TEXT -> CsvTable.open(path, header);
            case NPY, ZIP -> ArrayTable.open(path);
            default -> throw new DataException(
                    path + ": expected a table as CSV, npy or npz, found " + kind.words());
        };
    }

    private static FileKind kind(Path path) {
        try (Input in = Input.open(path)) {
            return in.peek();
        }
    }
}
