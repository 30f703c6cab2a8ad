package dev.hourglass.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes pictures as 8-bit PNG (ISO/IEC 15948), grey or RGB. */
public final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int GREY = 0;
    private static final int RGB = 2;

    private PngFile() {
    }

    /**
     * Writes a picture, atomically.
     *
     * @param pixels h · w · c values, row by row, of nominal range [0, 1]; what lies outside is clipped, NaN
     *               is black
     * @param h      rows
     * @param w      columns
     * @param c      1 for grey, 3 for red, green and blue
     * @throws DataException when it cannot be written
     */
    public static void write(Path file, float[] pixels, int h, int w, int c) {
        if (h < 1 || w < 1 || c != 1 && c != 3 || (long) h * w * c != pixels.length) {
            throw new IllegalArgumentException(
                    file + ": expected 1 or 3 channels and h * w * c values, found " + h
                            + "x" + w + "x" + c + " for " + pixels.length + " values");
        }
        AtomicFile.write(file, out -> {
            out.write(SIGNATURE);
            chunk(out, "IHDR", header(h, w, c));
            chunk(out, "IDAT", body(pixels, h, w * c));
            chunk(out, "IEND", new byte[0]);
        });
    }

    private static byte[] header(int h, int w, int c) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(w);
        out.writeInt(h);
        out.writeByte(8);
        out.writeByte(c == 1 ? GREY : RGB);
        out.write(new byte[3]);
        return bytes.toByteArray();
    }

    private static byte[] body(float[] pixels, int h, int stride) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            byte[] line = new byte[1 + stride];
            for (int y = 0; y < h; y++) {
                for (int i = 0; i < stride; i++) {
                    line[1 + i] = level(pixels[y * stride + i]);
                }
                out.write(line);
            }
        }
        return bytes.toByteArray();
    }

    /** The nearest of 256 grey levels. */
    static byte level(float value) {
        return (byte) Math.round(255 * Math.clamp(Float.isNaN(value) ? 0 : value, 0f, 1f));
    }

    private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
        CRC32 sum = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        sum.update(name);
        sum.update(data);
        DataOutputStream chunk = new DataOutputStream(out);
        chunk.writeInt(data.length);
        chunk.write(name);
        chunk.write(data);
        chunk.writeInt((int) sum.getValue());
        chunk.flush();
    }
}
