package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
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
public final class SyntheticDigits {
    private static final int CHUNK = 256;

    private SyntheticDigits() {
    }

    /**
     * Rows {@code first} to {@code first + count - 1} of the endless series of a seed, painted at once on all
     * processors and kept as bytes.
     */
    public static Dataset of(String name, long seed, int first, int count) {
        if (first < 0 || count < 1 || (long) first + count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("rows " + first + " to " + first + " + " + count);
        }
        Shape shape = Shape.of(DigitPainter.SIDE, DigitPainter.SIDE, 1);
        byte[] pixels = new byte[Math.multiplyExact(count, shape.elements())];
        int[] labels = new int[count];
        IntStream.range(0, (count - 1) / CHUNK + 1).parallel().forEach(chunk -> {
            DigitPainter painter = new DigitPainter();
            for (int i = chunk * CHUNK; i < Math.min(count, (chunk + 1) * CHUNK); i++) {
                PhiloxGenerator draws = new PhiloxGenerator(seed, Streams.DIGITS.id(), first + i);
                labels[i] = draws.nextInt(10);
                painter.paint(DigitShape.of(labels[i], draws.nextFloat()), draws, pixels,
                        i * shape.elements());
            }
        });
        return new ByteRows(name, shape, pixels, labels, 1);
    }
}
