package dev.hourglass.models.compress;

import java.io.ByteArrayOutputStream;

/**
 * Writes symbols of known frequency in close to their information content: an interval is narrowed symbol by
 * symbol, and its leading bytes are written as soon as they are settled. Martin 1979; carries are settled by
 * counting the bytes 255 that they would run through.
 */
final class RangeEncoder {
    /** The interval is widened by a byte when it is shorter than this. */
    static final long SHORTEST = 1L << 24;
    /** Frequencies must add up to no more, so that every symbol keeps a part of the shortest interval. */
    static final int LARGEST_TOTAL = 1 << 16;
    /** Bytes that settle the last interval. */
    static final int TAIL = 4;

    private static final long BELOW_CARRY = 0xFF000000L;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long low;
    private long range = 0xFFFFFFFFL;
    private int held;
    private long waiting;
    private boolean started;

    /**
     * Writes a symbol.
     *
     * @param start sum of the frequencies of the symbols before it
     * @param size  its frequency, at least 1
     * @param total of all frequencies
     */
    void write(int start, int size, int total) {
        long part = range / total;
        low += start * part;
        range = size * part;
        while (range < SHORTEST) {
            range <<= Byte.SIZE;
            shift();
        }
    }

    /** Writes the lower {@code count} bits, at most 16, as they are. */
    void writeBits(int bits, int count) {
        if (count > 0) {
            write(bits & (1 << count) - 1, 1, 1 << count);
        }
    }

    private void shift() {
        if (low < BELOW_CARRY || low > 0xFFFFFFFFL) {
            int carry = (int) (low >>> Integer.SIZE);
            if (started) {
                out.write(held + carry);
            }
            for (; waiting > 0; waiting--) {
                out.write(0xFF + carry);
            }
            held = (int) (low >>> 24) & 0xFF;
            started = true;
        } else {
            waiting++;
        }
        low = (low & 0x00FFFFFFL) << Byte.SIZE;
    }

    /** Everything written, without the zeros at its end. */
    byte[] finish() {
        for (int i = 0; i <= TAIL; i++) {
            shift();
        }
        byte[] bytes = out.toByteArray();
        int length = bytes.length;
        for (int i = 0; i < TAIL && length > 0 && bytes[length - 1] == 0; i++) {
            length--;
        }
        return java.util.Arrays.copyOf(bytes, length);
    }
}
