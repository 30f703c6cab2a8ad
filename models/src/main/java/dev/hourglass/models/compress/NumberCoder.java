package dev.hourglass.models.compress;

/**
 * Quantises the numbers at one place of a code to multiples of a step, and codes them by frequencies that
 * begin with the training codes' distribution. Numbers outside of that are coded too, at more bits.
 */
final class NumberCoder {
    /** Symbols at most; with a finer step each symbol stands for 2^n neighbours, told apart by plain bits. */
    private static final int SYMBOLS = 1 << 10;
    private static final int BITS_OF_LENGTH = 5;
    private static final int PLAIN_BITS = 16;

    private final double step;
    private final int first;
    private final int symbols;
    private final int fineBits;
    private final Frequencies frequencies;

    /**
     * @param quantiles of the training codes, ascending: as much lies between any two neighbours
     * @param step      distance of two neighbouring values, more than 0
     */
    NumberCoder(float[] quantiles, double step) {
        double widest = Math.max(Math.abs(quantiles[0]), Math.abs(quantiles[quantiles.length - 1]));
        // No index leaves the 30 bits that an outlier is coded with.
        this.step = Math.max(step, Math.max(widest, Float.MIN_NORMAL) / (1 << 24));
        int lowest = index(quantiles[0]) - 1;
        int highest = index(quantiles[quantiles.length - 1]) + 1;
        int bits = 0;
        while ((highest - lowest >> bits) + 1 > SYMBOLS) {
            bits++;
        }
        this.fineBits = bits;
        this.first = lowest;
        this.symbols = (highest - lowest >> bits) + 1;
        this.frequencies = new Frequencies(sizes(quantiles));
    }

    /** One more symbol than there are values: the last one announces an outlier. */
    private int[] sizes(float[] quantiles) {
        var sizes = new int[symbols + 1];
        double before = 0;
        for (int i = 0; i < symbols; i++) {
            double end = (first + ((double) (i + 1) * (1 << fineBits)) - 0.5) * step;
            double share = shareBelow(quantiles, end);
            sizes[i] = 1 + (int) Math.rint((share - before) * Frequencies.EXPECTED);
            before = share;
        }
        sizes[symbols] = 1;
        return sizes;
    }

    /** The training codes' distribution function, straight between quantiles. */
    private static double shareBelow(float[] quantiles, double value) {
        int last = quantiles.length - 1;
        if (value <= quantiles[0]) {
            return 0;
        }
        for (int i = 1; i <= last; i++) {
            if (value < quantiles[i]) {
                return (i - 1 + (value - quantiles[i - 1]) / ((double) quantiles[i] - quantiles[i - 1]))
                        / last;
            }
        }
        return 1;
    }

    private int index(double value) {
        return (int) Math.clamp(Math.rint(value / step), -(1 << 29), 1 << 29);
    }

    /** What a number becomes. */
    float quantised(float value) {
        return (float) (index(value) * step);
    }

    void write(RangeEncoder out, float value) {
        int offset = index(value) - first;
        if (offset >= 0 && offset >> fineBits < symbols) {
            frequencies.write(out, offset >> fineBits);
            writePlain(out, offset, fineBits);
        } else {
            frequencies.write(out, symbols);
            int folded = offset << 1 ^ offset >> Integer.SIZE - 1;
            int length = Integer.SIZE - Integer.numberOfLeadingZeros(folded);
            out.writeBits(length - 1, BITS_OF_LENGTH);
            writePlain(out, folded, length);
        }
    }

    float read(RangeDecoder in) {
        int symbol = frequencies.read(in);
        int offset;
        if (symbol < symbols) {
            offset = symbol << fineBits | readPlain(in, fineBits);
        } else {
            int folded = readPlain(in, in.readBits(BITS_OF_LENGTH) + 1);
            offset = folded >>> 1 ^ -(folded & 1);
        }
        return (float) ((double) (first + offset) * step);
    }

    private static void writePlain(RangeEncoder out, int value, int bits) {
        if (bits > PLAIN_BITS) {
            out.writeBits(value >>> PLAIN_BITS, bits - PLAIN_BITS);
        }
        out.writeBits(value, Math.min(bits, PLAIN_BITS));
    }

    private static int readPlain(RangeDecoder in, int bits) {
        int high = bits > PLAIN_BITS ? in.readBits(bits - PLAIN_BITS) << PLAIN_BITS : 0;
        return high | in.readBits(Math.min(bits, PLAIN_BITS));
    }
}
