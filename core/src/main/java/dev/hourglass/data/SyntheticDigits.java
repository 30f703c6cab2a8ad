package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Handwritten-looking digits for a machine without data: 28x28x1, labels 0 to 9. Each is written from one of
 * several skeletons of its digit: the points are moved by waves and jitter, slanted, stretched and rotated,
 * joined by a smooth curve, drawn with a pen of random width and changing pressure, and, like MNIST's, scaled
 * to a box of 20 pixels and centred by mass.
 *
 * <p>Row i depends on (seed, i) only, bit for bit on every machine. Not real data: results on it say that a
 * model learns, not how well it would do elsewhere.
 */
public final class SyntheticDigits implements Dataset {
    private static final int CHUNK = 256;
    private static final Shape SHAPE = Shape.of(DigitPainter.SIDE, DigitPainter.SIDE, 1);

    private final String name;
    private final long seed;
    private final int first;
    private final int count;
    private volatile ByteRows painted;

    private SyntheticDigits(String name, long seed, int first, int count) {
        if (first < 0 || count < 1 || (long) first + count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("rows " + first + " to " + first + " + " + count);
        }
        this.name = name;
        this.seed = seed;
        this.first = first;
        this.count = count;
    }

    /**
     * Rows {@code first} to {@code first + count - 1} of the endless series of a seed. They are painted
     * together at the first read, on all processors, and kept as bytes.
     */
    public static Dataset of(String name, long seed, int first, int count) {
        return new SyntheticDigits(name, seed, first, count);
    }

    /** The first rows alone, so that the others need not be painted. */
    Dataset first(String shorter, int rows) {
        return new SyntheticDigits(shorter, seed, first, rows);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape shape() {
        return SHAPE;
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public void read(int row, float[] into, int offset) {
        painted().read(row, into, offset);
    }

    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public OptionalInt label(int row) {
        return painted().label(row);
    }

    private ByteRows painted() {
        ByteRows ready = painted;
        return ready == null ? paint() : ready;
    }

    private synchronized ByteRows paint() {
        if (painted == null) {
            byte[] pixels = new byte[Math.multiplyExact(count, SHAPE.elements())];
            int[] labels = new int[count];
            IntStream.range(0, (count - 1) / CHUNK + 1).parallel().forEach(chunk -> {
                DigitPainter painter = new DigitPainter();
                for (int i = chunk * CHUNK; i < Math.min(count, (chunk + 1) * CHUNK); i++) {
                    PhiloxGenerator draws = new PhiloxGenerator(seed, Streams.DIGITS.id(), first + i);
                    labels[i] = draws.nextInt(10);
                    DigitShape shape = DigitShape.of(labels[i], draws.nextFloat());
                    painter.paint(shape, draws, pixels, i * SHAPE.elements());
                }
            });
            painted = new ByteRows(name, SHAPE, pixels, labels, 1);
        }
        return painted;
    }
}
