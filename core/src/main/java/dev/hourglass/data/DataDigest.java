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
            int width = rows.shape().elements();
            update(digest, rows.size(), new float[width + 1], (i, row) -> {
                rows.read(i, row, 0);
                row[width] = rows.weight(i);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The same of the rows of a table: names, kinds and categories of its columns, which rows of the table
     * they are, and every cell.
     */
    public static String of(Frame table) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var columns = table.profile().columns();
            columns.forEach(each -> digest.update((each.name() + "\n" + each.kind() + "\n"
                    + each.categories() + "\n").getBytes(StandardCharsets.UTF_8)));
            update(digest, table.size(), new float[columns.size() + 2], (i, row) -> {
                for (int column = 0; column < columns.size(); column++) {
                    row[column] = table.cell(i, column);
                }
                row[columns.size()] = Float.intBitsToFloat((int) table.number(i));
                row[columns.size() + 1] = Float.intBitsToFloat((int) (table.number(i) >>> Integer.SIZE));
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @FunctionalInterface
    private interface Rows {
        void read(int row, float[] into);
    }

    private static void update(MessageDigest digest, int count, float[] row, Rows rows) {
        var bytes = ByteBuffer.allocate(Math.multiplyExact(row.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            rows.read(i, row);
            bytes.asFloatBuffer().put(row);
            digest.update(bytes.array());
        }
    }
}
