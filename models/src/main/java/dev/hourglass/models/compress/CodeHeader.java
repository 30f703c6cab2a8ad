package dev.hourglass.models.compress;

import dev.hourglass.data.DataException;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a file of codes says of itself.
 *
 * @param model   first bytes of the {@linkplain dev.hourglass.models.TrainedModel#digest() digest} of the
 *                model that made it, in hexadecimal
 * @param row     shape of a row
 * @param rows    how many there are
 * @param numbers kept of each row's code
 * @param step    of quantisation, where the decoder's answer moves by 1
 */
public record CodeHeader(String model, Shape row, int rows, int numbers, float step) {
    /** Rows coded together; those of the last block may be fewer. */
    static final int BLOCK = 4096;

    private static final byte[] MAGIC = {'H', 'G', 'C', '\n'};
    private static final int VERSION = 1;
    private static final int DIGEST_BYTES = 16;
    private static final int MOST_EXTENTS = 8;

    /** The part of a digest that files hold. */
    static String shortened(byte[] digest) {
        return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    }

    /** Rows of the block that begins with a row. */
    int blockRows(int from) {
        return Math.min(BLOCK, rows - from);
    }

    void write(DataOutputStream out) throws IOException {
        out.write(MAGIC);
        out.writeByte(VERSION);
        out.write(HexFormat.of().parseHex(model));
        out.writeByte(row.rank());
        for (int extent : row.extents()) {
            out.writeInt(extent);
        }
        out.writeInt(rows);
        out.writeInt(numbers);
        out.writeFloat(step);
    }

    /**
     * Reads what {@link #write} wrote; nothing is believed that is not plausible.
     *
     * @param name of the file, for messages
     */
    static CodeHeader read(DataInputStream in, String name) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new DataException(
                    name + ": expected a file that 'hourglass compress' wrote, found one that begins "
                            + "with other bytes");
        }
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new DataException(name + ": expected format " + VERSION + ", found " + version
                    + "; it may come from another version of Hourglass");
        }
        String model = HexFormat.of().formatHex(in.readNBytes(DIGEST_BYTES));
        int rank = in.readUnsignedByte();
        if (rank < 1 || rank > MOST_EXTENTS) {
            throw new DataException(
                    name + ": header: expected 1 to " + MOST_EXTENTS + " extents, found " + rank);
        }
        List<Integer> extents = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            extents.add(in.readInt());
        }
        var header = new CodeHeader(model, shape(extents, name), in.readInt(), in.readInt(), in.readFloat());
        if (header.rows < 1 || header.numbers < 1 || !(header.step > 0) || Float.isInfinite(header.step)) {
            throw new DataException(
                    name + ": header: expected at least 1 row, 1 number and a positive step, found "
                            + header.rows + ", " + header.numbers + " and " + header.step);
        }
        return header;
    }

    private static Shape shape(List<Integer> extents, String name) {
        try {
            return new Shape(extents);
        } catch (PlanException e) {
            throw new DataException(name + ": header: " + e.getMessage(), e);
        }
    }
}
