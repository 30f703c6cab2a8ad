package dev.hourglass.fuzz;

import com.sun.management.ThreadMXBean;
import dev.hourglass.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What every reader promises of any bytes: an object that is whole, or a {@link DataException} of one line
 * that names the file, and no more memory than the file's length allows. Anything else that is thrown is a
 * finding.
 */
public final class AnyBytes {
    private static final long SMALL_FILE = 64L << 20;
    /** Deflate makes at most 1032 bytes of one; they may be held as floats and copied. */
    private static final long PER_BYTE = 1L << 13;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Path FOLDER = folder();
    private static final Path FILE = place("report.json");

    private AnyBytes() {
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("hourglass-fuzz");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a file of that name can be written; it is gone with the process. */
    static Path place(String name) {
        Path place = FOLDER.resolve(name);
        place.toFile().deleteOnExit();
        return place;
    }

    /** A file of these bytes, until the next call; it has the name that the report of a run has. */
    public static Path file(byte[] bytes) {
        try {
            return Files.write(FILE, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the bytes to a reader of files. */
    public static void read(byte[] bytes, Consumer<Path> reader) {
        Path file = file(bytes);
        check(bytes.length, file.toString(), () -> reader.accept(file));
    }

    /** @param name what a refusal has to name */
    public static void check(int length, String name, Runnable reading) {
        long most = SMALL_FILE + PER_BYTE * length;
        // The first time classes are loaded and instrumented on the same thread, which also takes memory.
        long taken = taken(name, reading) > most ? taken(name, reading) : 0;
        if (taken > most) {
            throw new AssertionError(taken + " bytes of memory for a file of " + length);
        }
    }

    private static long taken(String name, Runnable reading) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            reading.run();
        } catch (DataException e) {
            String text = String.valueOf(e.getMessage());
            if (text.chars().anyMatch(Character::isISOControl) || !text.contains(name)) {
                throw new AssertionError("not one plain line that names the file: " + text, e);
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
