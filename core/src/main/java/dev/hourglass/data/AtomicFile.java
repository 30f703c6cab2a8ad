package dev.hourglass.data;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that it is there whole or not at all: into a temporary file in the same folder, which is
 * forced to the disk and then moved to its name. A file of that name stays as it was until then.
 */
public final class AtomicFile {

    /** Writes the contents. */
    @FunctionalInterface
    public interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** A body may wrap and close its stream; the file is closed here, after it was forced. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private AtomicFile() {
    }

    /**
     * Writes {@code file}; its folder must exist.
     *
     * @throws DataException when it cannot be written (no such folder, no permission, no room); nothing is
     *                       left behind
     */
    public static void write(Path file, Body body) {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": expected the name of a file to write, found a folder");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new DataException(
                    file + ": cannot be written: " + folder + " is not a folder; create it first");
        }
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                direct(file, body);
            } else {
                moved(file, folder, body);
            }
        } catch (UncheckedIOException e) {
            throw DataException.writing(file, e.getCause());
        } catch (IOException e) {
            throw DataException.writing(file, e);
        }
    }

    /** Devices and pipes take the bytes themselves. */
    private static void direct(Path file, Body body) throws IOException {
        try (OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.WRITE))) {
            body.write(out);
        }
    }

    private static void moved(Path file, Path folder, Body body) throws IOException {
        Path temporary = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().threadId() + ".tmp");
        // Covers an exit in the middle of a write; where the move was done there is nothing left to delete.
        temporary.toFile().deleteOnExit();
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                body.write(new Unclosed(out));
                out.flush();
                channel.force(true);
            }
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException _) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
        force(folder);
    }

    /** Makes the new name last through a power cut, where the system lets a folder be forced. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Windows has no such call; the file itself is on the disk already.
        }
    }
}
