package dev.hourglass.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Data that cannot be used. One line: the file, the place in it, what was expected, what was found. Whatever
 * of the data stands in the message, it stays one line that a terminal can show.
 */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 2000;
    /** Control characters, line ends of Unicode, and what turns the direction of the text after it. */
    private static final Pattern UNSEEN = Pattern
            .compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]");

    public DataException(String message) {
        super(shown(message));
    }

    public DataException(String message, Throwable cause) {
        super(shown(message), cause);
    }

    private static String shown(String message) {
        String line = UNSEEN.matcher(message).replaceAll("?");
        return line.length() <= LONGEST ? line
                : line.substring(0, LONGEST - 100) + " ... " + line.substring(line.length() - 95);
    }

    /** What a failed read of {@code file} means to the user. */
    static DataException reading(Path file, IOException cause) {
        return switch (cause) {
            case EOFException e ->
                new DataException(file + ": compressed data ends too early: the file is cut short", e);
            case ZipException e -> new DataException(file + ": broken compressed data (" + text(e) + ")", e);
            default -> new DataException(file + ": cannot be read: " + text(cause), cause);
        };
    }

    /** What a failed write of {@code file} means to the user. */
    static DataException writing(Path file, IOException cause) {
        return new DataException(file + ": cannot be written: " + text(cause) + "; nothing was kept", cause);
    }

    private static String text(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }
}
