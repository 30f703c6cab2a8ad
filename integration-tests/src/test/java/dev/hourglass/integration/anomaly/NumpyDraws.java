package dev.hourglass.integration.anomaly;

import java.util.Arrays;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * Draws as NumPy's legacy generator makes them (MT19937 behind {@code numpy.random.seed}), with the numbers
 * of bits that it takes for each: what was published with it can then be compared row by row.
 */
final class NumpyDraws {
    private final MersenneTwister bits;

    NumpyDraws(int seed) {
        bits = new MersenneTwister(seed);
    }

    /**
     * A number from 0 to {@code most}: words are cut to the bits it needs, and those too large passed over.
     */
    private int upTo(int most) {
        int mask = most == 0 ? 0 : -1 >>> Integer.numberOfLeadingZeros(most);
        int value;
        do {
            value = bits.nextInt() & mask;
        } while (value > most);
        return value;
    }

    /** {@code choice(bound, count)}, with replacement. */
    int[] choose(int bound, int count) {
        var chosen = new int[count];
        Arrays.setAll(chosen, i -> upTo(bound - 1));
        return chosen;
    }

    /** {@code permutation(size)}; its beginning is a choice without replacement. */
    int[] permutation(int size) {
        var order = new int[size];
        Arrays.setAll(order, i -> i);
        for (int i = size - 1; i > 0; i--) {
            int other = upTo(i);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return order;
    }
}
