package dev.hourglass.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what training sees of a data set: shape, number of rows, every value and every weight. */
public final class DataDigest {
    private DataDigest() {
    }

    /**
     * In hexadecimal. Reads all rows once; augmented data as it is without augmentation.
     *
     * @param rows what it is called does not count, and labels do not
     */
    public static String of(Dataset rows) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((rows.shape() + " " + rows.size()).getBytes(StandardCharsets.UTF_8));
            var row = new float[rows.shape().elements() + 1];
            var bytes = ByteBuffer.allocate(Math.multiplyExact(row.length, Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < rows.size(); i++) {
                rows.read(i, row, 0);
                row[row.length - 1] = rows.weight(i);
                bytes.asFloatBuffer().put(row);
                digest.update(bytes.array());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
