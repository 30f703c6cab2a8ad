package dev.hourglass.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Bytes of a file, or of one entry of an archive, read in order. It never allocates by a number from the file
 * before that number was held against what the file can contain, and never inflates further than asked.
 */
final class Input implements Closeable {
    /** The most bytes that one byte of deflated data can become. */
    private static final long DEFLATE_RATIO = 1032;
    /** Data that becomes larger than this, and so many times as large as it was, is made to do harm. */
    private static final long LARGE = 1L << 28;
    private static final long BOMB_RATIO = 400;
    private static final int GROWTH = 1 << 26;

    private final Path file;
    private final String place;
    private final BufferedInputStream stream;
    private final boolean compressed;
    private final long stored;
    private long most;
    private long inflated;

    private Input(Path file, String place, InputStream stream, boolean compressed, long stored) {
        this.file = file;
        this.place = place;
        this.stream = new BufferedInputStream(stream, 1 << 16);
        this.compressed = compressed;
        this.stored = stored;
        this.most = compressed ? Math.multiplyExact(stored, DEFLATE_RATIO) : stored;
    }

    /** Opens a plain file or, seen by its first bytes, one in gzip. */
    static Input open(Path file) {
        checkIsFile(file);
        FileKind kind = FileKind.of(file);
        if (kind == FileKind.EMPTY) {
            throw new DataException(file + ": the file is empty");
        }
        InputStream raw = null;
        try {
            raw = Files.newInputStream(file);
            boolean zipped = kind == FileKind.GZIP;
            InputStream stream = zipped ? new GZIPInputStream(raw, 1 << 16) : raw;
            return new Input(file, "", stream, zipped, Files.size(file));
        } catch (IOException e) {
            closeQuietly(raw);
            throw DataException.reading(file, e);
        }
    }

    /** One entry of an archive; {@code stored} is its size in the archive. */
    static Input entry(Path file, String entry, InputStream stream, long stored) {
        return new Input(file, entry + ": ", stream, true, stored);
    }

    /** Throws where {@code file} is missing or a folder. */
    static void checkIsFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": expected a file, found a folder");
        }
        if (!Files.exists(file)) {
            throw DataException.reading(file, new NoSuchFileException(file.toString()));
        }
    }

    private static void closeQuietly(InputStream stream) {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException _) {
                // The error that made us close is the one to report.
            }
        }
    }

    /** The kind of what comes next, without taking it. */
    FileKind peek() {
        try {
            stream.mark(FileKind.HEAD);
            byte[] head = stream.readNBytes(FileKind.HEAD);
            stream.reset();
            return FileKind.of(head);
        } catch (IOException e) {
            throw reading(e);
        }
    }

    /** The next {@code count} bytes; {@code what} says in an error what they are. */
    byte[] exactly(long count, String what) {
        if (count > most) {
            throw cut(what, count, compressed ? "at most " + most : String.valueOf(most));
        }
        if (compressed) {
            checkInflation(what, count);
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw fail(what + " needs " + count + " bytes; at most 2147483639 can be read at once");
        }
        try {
            int size = (int) count;
            byte[] bytes = new byte[compressed ? Math.min(size, GROWTH) : size];
            int filled = 0;
            while (filled < size) {
                if (filled == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * filled));
                }
                int more = stream.read(bytes, filled, bytes.length - filled);
                if (more < 0) {
                    throw cut(what, count, String.valueOf(filled));
                }
                filled += more;
            }
            most -= size;
            return bytes;
        } catch (EOFException e) {
            throw new DataException(file + ": " + place + "the compressed data ends within " + what
                    + ": the file is cut short", e);
        } catch (IOException e) {
            throw reading(e);
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    file + ": " + place + what + " needs " + count + " bytes, more than Java's heap of "
                            + Runtime.getRuntime().maxMemory() + " has left; raise it with -Xmx",
                    e);
        }
    }

    /** Refuses bombs before anything is inflated: also where their header tells the truth. */
    private void checkInflation(String what, long count) {
        long heap = Runtime.getRuntime().maxMemory();
        inflated += count;
        if (inflated > LARGE && inflated / BOMB_RATIO > stored) {
            throw bomb(what + " of " + count + " bytes");
        }
        if (count > heap) {
            throw fail(what + " needs " + count + " bytes, more than Java's heap of " + heap
                    + "; raise it with -Xmx");
        }
    }

    private DataException bomb(String what) {
        return fail(what + " from " + stored + " compressed ones: no data is compressed so well, "
                + "the file is a decompression bomb");
    }

    /** The next four bytes, big-endian. */
    long u32(String what) {
        byte[] b = exactly(4, what);
        return (b[0] & 0xffL) << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | b[3] & 0xff;
    }

    /** Throws when anything is left; reading to the end also checks the checksum of compressed data. */
    void end(String what) {
        try {
            if (stream.read() >= 0) {
                throw fail("more data follows after " + what
                        + ": the header is wrong or the file was not written for it");
            }
        } catch (IOException e) {
            throw reading(e);
        }
    }

    DataException fail(String problem) {
        return new DataException(file + ": " + place + problem);
    }

    /** The rest as a stream, for readers of text; a bomb ends it. */
    InputStream rest() {
        return compressed ? new Measured() : stream;
    }

    private final class Measured extends FilterInputStream {
        Measured() {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int taken = super.read(bytes, offset, length);
            count(Math.max(taken, 0));
            return taken;
        }

        private void count(int bytes) {
            inflated += bytes;
            if (inflated > LARGE && inflated / BOMB_RATIO > stored) {
                throw bomb("more than " + inflated + " bytes of text");
            }
        }
    }

    Path file() {
        return file;
    }

    private DataException reading(IOException cause) {
        return DataException.reading(file, cause);
    }

    private DataException cut(String what, long expected, String found) {
        return fail(what + " needs " + expected + " bytes, found " + found
                + ": the file is cut short or its header is wrong");
    }

    @Override
    public void close() {
        closeQuietly(stream);
    }
}
