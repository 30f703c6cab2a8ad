package dev.hourglass.models.compress;

import dev.hourglass.data.DataException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * Reads what {@link CodeWriter} wrote, block by block; whatever it did not write is refused. For one thread.
 */
public final class CodeReader {
    /** A number takes at most the bits of an outlier and of its announcement. */
    private static final int MOST_BYTES = 8;

    private final CRC32C sum = new CRC32C();
    private final DataInputStream in;
    private final String name;
    private final CodeHeader header;
    private final NumberCoder[] coders;
    private int row;

    /**
     * @param in     where the file is read from
     * @param name   of the file, for messages
     * @param coders for a header; throws what is wrong with it
     */
    CodeReader(InputStream in, String name, Function<CodeHeader, NumberCoder[]> coders) {
        this.in = new DataInputStream(new CheckedInputStream(in, sum));
        this.name = name;
        try {
            this.header = CodeHeader.read(this.in, name);
            checkSum("header");
        } catch (IOException e) {
            throw broken(e);
        }
        this.coders = coders.apply(header);
    }

    public CodeHeader header() {
        return header;
    }

    /** Rows of the next block; 0 after the last. */
    public int blockRows() {
        return header.blockRows(row);
    }

    /**
     * The codes of the next block, (rows, numbers).
     *
     * @throws DataException when the file ends early, goes on after the last block, or is damaged
     */
    public float[] read() {
        int rows = blockRows();
        String place = "rows " + row + " to " + (row + rows - 1);
        byte[] bytes;
        try {
            int length = in.readInt();
            if (length < 0 || length > (long) rows * header.numbers() * MOST_BYTES + RangeEncoder.TAIL) {
                throw new DataException(
                        name + ": " + place + ": a length of " + Integer.toUnsignedString(length)
                                + " bytes cannot be; the file is damaged");
            }
            bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            checkSum(place);
        } catch (IOException e) {
            throw broken(e);
        }
        var codes = decode(bytes, rows, place);
        row += rows;
        checkEnd();
        return codes;
    }

    private float[] decode(byte[] bytes, int rows, String place) {
        var range = new RangeDecoder(bytes);
        var codes = new float[Math.multiplyExact(rows, header.numbers())];
        for (int i = 0; i < codes.length && !range.isPastEnd(); i++) {
            codes[i] = coders[i % header.numbers()].read(range);
        }
        if (!range.isAtEnd()) {
            throw new DataException(name + ": " + place + ": the bytes hold "
                    + (range.isPastEnd() ? "fewer" : "more") + " rows than that; the file is damaged");
        }
        return codes;
    }

    private void checkEnd() {
        try {
            if (row == header.rows() && in.read() >= 0) {
                throw new DataException(name + ": expected its end after " + row + " rows, found more");
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void checkSum(String place) throws IOException {
        int expected = (int) sum.getValue();
        int found = in.readInt();
        if (found != expected) {
            throw new DataException("%s: %s: checksum %08x does not fit the bytes (%08x); the file is damaged"
                    .formatted(name, place, found, expected));
        }
    }

    private DataException broken(IOException e) {
        return e instanceof EOFException
                ? new DataException(name + ": ends too early" + (header == null ? ""
                        : ", at row " + row + " of " + header.rows()) + "; the file is damaged or cut short",
                        e)
                : new DataException(name + ": cannot be read: " + e.getMessage(), e);
    }
}
