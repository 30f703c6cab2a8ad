package dev.hourglass.models.compress;

/** Reads what {@link RangeEncoder} wrote. Bytes that do not come from it give some symbols, or a refusal. */
final class RangeDecoder {
    private final byte[] bytes;
    private int position;
    private long code;
    private long range = 0xFFFFFFFFL;
    private long part;

    RangeDecoder(byte[] bytes) {
        this.bytes = bytes;
        for (int i = 0; i < RangeEncoder.TAIL; i++) {
            code = code << Byte.SIZE | next();
        }
    }

    /** Where in the sum of all frequencies the next symbol lies, in [0, total). */
    int peek(int total) {
        part = range / total;
        return (int) Math.min(code / part, total - 1);
    }

    /** Takes the symbol that was found at {@link #peek}. */
    void take(int start, int size) {
        code -= start * part;
        range = size * part;
        while (range < RangeEncoder.SHORTEST) {
            code = (code << Byte.SIZE | next()) & 0xFFFFFFFFL;
            range <<= Byte.SIZE;
        }
    }

    int readBits(int count) {
        if (count == 0) {
            return 0;
        }
        int bits = peek(1 << count);
        take(bits, 1);
        return bits;
    }

    /** Whether reading has gone further than any encoder's bytes allow. */
    boolean isPastEnd() {
        return position > bytes.length + RangeEncoder.TAIL;
    }

    /** Whether the bytes were read to their end, as they are when all symbols have been taken. */
    boolean isAtEnd() {
        return position >= bytes.length && !isPastEnd();
    }

    private int next() {
        int at = position++;
        return at < bytes.length ? bytes[at] & 0xFF : 0;
    }
}
