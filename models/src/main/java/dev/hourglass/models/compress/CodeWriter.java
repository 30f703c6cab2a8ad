package dev.hourglass.models.compress;

import dev.hourglass.data.DataException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Writes codes, quantised and entropy-coded: the header, then blocks of up to 4096 rows, each with its length
 * before it, and after header and block the CRC-32C of everything so far. For one thread.
 */
public final class CodeWriter {
    private final CRC32C sum = new CRC32C();
    private final DataOutputStream out;
    private final CodeHeader header;
    private final NumberCoder[] coders;
    private int row;

    CodeWriter(OutputStream out, CodeHeader header, NumberCoder[] coders) {
        this.out = new DataOutputStream(new CheckedOutputStream(out, sum));
        this.header = header;
        this.coders = coders;
        try {
            header.write(this.out);
            writeSum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public CodeHeader header() {
        return header;
    }

    /** Rows that the next block takes: all blocks but the last are full. */
    public int blockRows() {
        return header.blockRows(row);
    }

    /**
     * Writes the next block.
     *
     * @param codes of {@link #blockRows()} rows, (rows, numbers)
     * @return what a reader will get: the codes as quantised
     */
    public float[] write(float[] codes) {
        int rows = blockRows();
        if (codes.length != rows * header.numbers() || rows == 0) {
            throw new IllegalArgumentException("expected " + rows + " codes of " + header.numbers()
                    + " numbers, found " + codes.length + " values");
        }
        var range = new RangeEncoder();
        var quantised = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            if (!Float.isFinite(codes[i])) {
                throw new DataException("row " + (row + i / header.numbers())
                        + ": its code holds a value that is not finite, " + codes[i]);
            }
            var coder = coders[i % header.numbers()];
            coder.write(range, codes[i]);
            quantised[i] = coder.quantised(codes[i]);
        }
        row += rows;
        byte[] bytes = range.finish();
        try {
            out.writeInt(bytes.length);
            out.write(bytes);
            writeSum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return quantised;
    }

    /** The sum goes through itself, too; the reader does the same. */
    private void writeSum() throws IOException {
        out.writeInt((int) sum.getValue());
    }
}
