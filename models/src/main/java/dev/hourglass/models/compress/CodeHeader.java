package dev.hourglass.models.compress;

import dev.hourglass.data.DataException;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
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
 * @param names   of the rows, such as those of the pictures they came from; empty for none
 */
public record CodeHeader(String model, Shape row, int rows, int numbers, float step, List<String> names) {
    /** Rows coded together; those of the last block may be fewer. */
    static final int BLOCK = 4096;

    private static final byte[] MAGIC = {'H', 'G', 'C', '\n'};
    private static final int WITHOUT_NAMES = 1;
    private static final int WITH_NAMES = 2;
    private static final int DIGEST_BYTES = 16;
    private static final int MOST_EXTENTS = 8;

    public CodeHeader {
        names = List.copyOf(names);
        if (!names.isEmpty() && names.size() != rows) {
            throw new IllegalArgumentException(rows + " rows cannot have " + names.size() + " names");
        }
    }

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
        out.writeByte(names.isEmpty() ? WITHOUT_NAMES : WITH_NAMES);
        out.write(HexFormat.of().parseHex(model));
        out.writeByte(row.rank());
        for (int extent : row.extents()) {
            out.writeInt(extent);
        }
        out.writeInt(rows);
        out.writeInt(numbers);
        out.writeFloat(step);
        if (!names.isEmpty()) {
            byte[] bytes = RowNames.write(names);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
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
        if (version != WITHOUT_NAMES && version != WITH_NAMES) {
            throw new DataException(name + ": expected format " + WITHOUT_NAMES + " or " + WITH_NAMES
                    + ", found " + version
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
        var header = new CodeHeader(model, shape(extents, name), in.readInt(), in.readInt(), in.readFloat(),
                List.of());
        if (header.rows < 1 || header.numbers < 1 || !(header.step > 0) || Float.isInfinite(header.step)) {
            throw new DataException(
                    name + ": header: expected at least 1 row, 1 number and a positive step, found "
                            + header.rows + ", " + header.numbers + " and " + header.step);
        }
        return version == WITHOUT_NAMES ? header : header.named(names(in, header.rows, name));
    }

    private CodeHeader named(List<String> found) {
        return new CodeHeader(model, row, rows, numbers, step, found);
    }

    private static List<String> names(DataInputStream in, int rows, String name) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new DataException(name + ": header: names of " + Integer.toUnsignedString(length)
                    + " bytes cannot be; the file is damaged");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return RowNames.read(bytes, rows, name);
    }

    private static Shape shape(List<Integer> extents, String name) {
        try {
            return new Shape(extents);
        } catch (PlanException e) {
            throw new DataException(name + ": header: " + e.getMessage(), e);
        }
    }
}
