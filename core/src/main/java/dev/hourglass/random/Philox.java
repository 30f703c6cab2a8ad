package dev.hourglass.random;

import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RandomOp.Source;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011):
 * numbers that are a function of a key and a counter, so every element can be drawn alone, in any order, on
 * any backend.
 *
 * <p>The key is (low, high 32 bits of the seed), the counter (element / 4, stream, tick, 0); the four outputs
 * x0 to x3 of block b belong to elements 4 b to 4 b + 3.
 * <ul>
 * <li>uniform: (x &gt;&gt;&gt; 8) · 2⁻²⁴, in [0, 1)
 * <li>normal: Box and Muller's transform of the pairs (x0, x1) and (x2, x3), in double, rounded to float
 * once: u = ((x0 &gt;&gt;&gt; 8) + 1) · 2⁻²⁴, v = (x1 &gt;&gt;&gt; 8) · 2⁻²⁴, and the two draws are √(−2 ln
 * u) cos(2πv) and √(−2 ln u) sin(2πv)
 * <li>Bernoulli(p, value): value where the uniform draw is below p, otherwise 0</ul>
 *
 * <p>An instance holds one block of outputs and is for one thread; nothing here allocates but the
 * constructor.
 */
public final class Philox {
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final float UNIT = 0x1p-24f;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private enum Kind {
        UNIFORM, NORMAL, BERNOULLI
    }

    private final int key0;
    private final int key1;
    private final int stream;
    private int x0;
    private int x1;
    private int x2;
    private int x3;
    private Kind kind;
    private float probability;
    private float value;
    private float z0;
    private float z1;

    public Philox(long seed, int stream) {
        this.key0 = (int) seed;
        this.key1 = (int) (seed >>> 32);
        this.stream = stream;
    }

    public static Philox of(Source source) {
        return new Philox(source.seed(), source.stream());
    }

    /** 32 random bits: output {@code element % 4} of block {@code element / 4} at a tick. */
    public int bits(int tick, int element) {
        block(element >>> 2, stream, tick, 0);
        return output(element & 3);
    }

    /** Draws for elements 0 to count − 1 into {@code out[start]} onwards. */
    public void fill(Distribution distribution, int tick, float[] out, int start, int count) {
        begin(distribution);
        for (int first = 0; first < count; first += 4) {
            block(first >>> 2, stream, tick, 0);
            int end = Math.min(4, count - first);
            for (int lane = 0; lane < end; lane++) {
                out[start + first + lane] = draw(lane);
            }
        }
    }

    /**
     * Draws into the floats of a segment.
     *
     * @param first number of the element that the segment's first float is; a multiple of 4, so that the
     *              parts of one fill can be drawn by several instances at once
     */
    public void fill(Distribution distribution, int tick, int first, MemorySegment out) {
        if ((first & 3) != 0) {
            throw new IllegalArgumentException(
                    "a part of a fill must start at a multiple of 4, found " + first);
        }
        begin(distribution);
        int count = Math.toIntExact(out.byteSize() / Float.BYTES);
        for (int base = 0; base < count; base += 4) {
            block(first + base >>> 2, stream, tick, 0);
            int end = Math.min(4, count - base);
            for (int lane = 0; lane < end; lane++) {
                out.setAtIndex(FLOAT, base + lane, draw(lane));
            }
        }
    }

    /** Takes the distribution apart once per fill: doing so per element costs more than drawing it. */
    private void begin(Distribution distribution) {
        switch (distribution) {
            case Distribution.Uniform() -> kind = Kind.UNIFORM;
            case Distribution.Normal() -> kind = Kind.NORMAL;
            case Distribution.Bernoulli(float chance, float kept) -> {
                kind = Kind.BERNOULLI;
                probability = chance;
                value = kept;
            }
        }
    }

    private float draw(int lane) {
        return switch (kind) {
            case UNIFORM -> uniform(output(lane));
            case NORMAL -> normal(lane);
            case BERNOULLI -> uniform(output(lane)) < probability ? value : 0;
        };
    }

    static float uniform(int bits) {
        return (bits >>> 8) * UNIT;
    }

    private float normal(int lane) {
        if ((lane & 1) == 0) {
            boxMuller(output(lane), output(lane + 1));
            return z0;
        }
        return z1;
    }

    private void boxMuller(int first, int second) {
        double radius = BoxMuller.radius(first);
        z0 = (float) (radius * BoxMuller.cosine(second));
        z1 = (float) (radius * BoxMuller.sine(second));
    }

    private int output(int lane) {
        return switch (lane) {
            case 0 -> x0;
            case 1 -> x1;
            case 2 -> x2;
            default -> x3;
        };
    }

    /** Sets the four outputs to those of one counter. */
    void block(int c0, int c1, int c2, int c3) {
        int k0 = key0;
        int k1 = key1;
        int a = c0;
        int b = c1;
        int c = c2;
        int d = c3;
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (a & 0xFFFFFFFFL);
            long p1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c & 0xFFFFFFFFL);
            a = (int) (p1 >>> 32) ^ b ^ k0;
            b = (int) p1;
            c = (int) (p0 >>> 32) ^ d ^ k1;
            d = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        x0 = a;
        x1 = b;
        x2 = c;
        x3 = d;
    }

    /** The four outputs in hexadecimal. */
    @Override
    public String toString() {
        return String.format("%08x %08x %08x %08x", x0, x1, x2, x3);
    }
}
