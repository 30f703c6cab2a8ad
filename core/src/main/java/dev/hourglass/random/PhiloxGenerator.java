package dev.hourglass.random;

import java.util.random.RandomGenerator;

/**
 * The draws of one Philox stream and tick one after the other, for code on the host that does not know how
 * many numbers it needs. For one thread.
 */
public final class PhiloxGenerator implements RandomGenerator {
    private final Philox philox;
    private final int tick;
    private int next;

    public PhiloxGenerator(long seed, int stream, int tick) {
        this.philox = new Philox(seed, stream);
        this.tick = tick;
    }

    @Override
    public int nextInt() {
        return philox.bits(tick, next++);
    }

    @Override
    public long nextLong() {
        return (long) nextInt() << 32 | nextInt() & 0xFFFFFFFFL;
    }

    @Override
    public float nextFloat() {
        return Philox.uniform(nextInt());
    }

    /** Uniform in [0, bound) without bias: draws from the incomplete last interval are thrown away. */
    @Override
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, found " + bound);
        }
        long limit = (1L << 32) / bound * bound;
        long draw;
        do {
            draw = nextInt() & 0xFFFFFFFFL;
        } while (draw >= limit);
        return (int) (draw % bound);
    }

    /** Normal with mean 0 and variance 1, by Box and Muller's transform. */
    @Override
    public double nextGaussian() {
        return BoxMuller.radius(nextInt()) * BoxMuller.cosine(nextInt());
    }

    /**
     * Puts values into random order, every order being equally likely (Fisher and Yates; Durstenfeld 1964).
     */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    /** The numbers 0 to n − 1 in random order. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        shuffle(order);
        return order;
    }
}
