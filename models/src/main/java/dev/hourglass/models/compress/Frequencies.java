package dev.hourglass.models.compress;

/**
 * Frequencies of symbols that follow what is seen: each symbol counts more once it has occurred, and old
 * occurrences fade. Encoder and decoder keep equal ones. Sums of prefixes by Fenwick's tree (1994).
 */
final class Frequencies {
    /** What one occurrence adds; {@link #EXPECTED} then weighs as much as about a thousand rows. */
    private static final int OCCURRENCE = 8;
    /** What the expected frequencies add up to, apart from the 1 that every symbol has. */
    static final int EXPECTED = 1 << 13;
    private static final int FADES_AT = RangeEncoder.LARGEST_TOTAL - OCCURRENCE;

    private final int[] sizes;
    private final int[] tree;
    private int total;

    /** @param sizes to begin with, each at least 1; together less than 2^16 − 8 */
    Frequencies(int[] sizes) {
        this.sizes = sizes.clone();
        this.tree = new int[sizes.length + 1];
        build();
    }

    private void build() {
        java.util.Arrays.fill(tree, 0);
        total = 0;
        for (int i = 0; i < sizes.length; i++) {
            add(i, sizes[i]);
        }
    }

    private void add(int symbol, int amount) {
        for (int at = symbol + 1; at < tree.length; at += at & -at) {
            tree[at] += amount;
        }
        total += amount;
    }

    private int start(int symbol) {
        int sum = 0;
        for (int at = symbol; at > 0; at -= at & -at) {
            sum += tree[at];
        }
        return sum;
    }

    private int find(int place) {
        int at = 0;
        int rest = place;
        for (int jump = Integer.highestOneBit(sizes.length); jump > 0; jump >>= 1) {
            if (at + jump < tree.length && tree[at + jump] <= rest) {
                at += jump;
                rest -= tree[at];
            }
        }
        return at;
    }

    void write(RangeEncoder out, int symbol) {
        out.write(start(symbol), sizes[symbol], total);
        count(symbol);
    }

    int read(RangeDecoder in) {
        int symbol = find(in.peek(total));
        in.take(start(symbol), sizes[symbol]);
        count(symbol);
        return symbol;
    }

    private void count(int symbol) {
        sizes[symbol] += OCCURRENCE;
        add(symbol, OCCURRENCE);
        if (total > FADES_AT) {
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = (sizes[i] + 1) / 2;
            }
            build();
        }
    }
}
