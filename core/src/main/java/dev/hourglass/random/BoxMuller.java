package dev.hourglass.random;

import java.util.stream.IntStream;

/**
 * The functions in Box and Muller's transform ("A note on the generation of random normal deviates", 1958) of
 * draws with 24 bits. They use additions, products, a division and a root in double, which are the same on
 * every machine, and allocate nothing; Java's {@code StrictMath} does in sine and cosine.
 */
final class BoxMuller {
    private static final int BITS = 24;
    private static final int QUARTER = 1 << BITS - 2;
    private static final double LN_2 = 0.6931471805599453;
    /** 1/21, 1/19, … 1: artanh s = s (1 + s²/3 + s⁴/5 + …). */
    private static final double[] ODD_RECIPROCALS = IntStream.rangeClosed(0, 10)
            .mapToDouble(i -> 1.0 / (21 - 2 * i)).toArray();
    /** cos x = 1 − x²/(1·2) (1 − x²/(3·4) (1 − …)). */
    private static final double[] COSINE = ratios(0);
    /** sin x / x = 1 − x²/(2·3) (1 − x²/(4·5) (1 − …)). */
    private static final double[] SINE = ratios(1);

    private BoxMuller() {
    }

    /** √(−2 ln u) with u = ((bits &gt;&gt;&gt; 8) + 1) · 2⁻²⁴, in (0, 1]. */
    static double radius(int bits) {
        return Math.sqrt(-2 * logarithm((bits >>> 8) + 1));
    }

    /** cos 2πv with v = (bits &gt;&gt;&gt; 8) · 2⁻²⁴, in [0, 1). */
    static double cosine(int bits) {
        return sineOfTurn((bits >>> 8) + QUARTER);
    }

    /** sin 2πv with v = (bits &gt;&gt;&gt; 8) · 2⁻²⁴, in [0, 1). */
    static double sine(int bits) {
        return sineOfTurn(bits >>> 8);
    }

    /** ln(m · 2⁻²⁴), from m = f · 2ᵉ with f in [√½, √2) and the series of artanh((f − 1) / (f + 1)). */
    private static double logarithm(int m) {
        int exponent = 31 - Integer.numberOfLeadingZeros(m);
        double f = m / (double) (1 << exponent);
        if (f > Math.sqrt(2)) {
            f /= 2;
            exponent++;
        }
        double s = (f - 1) / (f + 1);
        double square = s * s;
        double sum = 0;
        for (double odd : ODD_RECIPROCALS) {
            sum = sum * square + odd;
        }
        return (exponent - BITS) * LN_2 + 2 * s * sum;
    }

    /** sin(2π k · 2⁻²⁴), from the nearest quarter of a turn and what is left of at most an eighth. */
    private static double sineOfTurn(int k) {
        int quarters = k + QUARTER / 2 >> BITS - 2;
        double angle = (k - quarters * QUARTER) * (2 * Math.PI / (1 << BITS));
        double square = angle * angle;
        return switch (quarters & 3) {
            case 0 -> angle * series(SINE, square);
            case 1 -> series(COSINE, square);
            case 2 -> -angle * series(SINE, square);
            default -> -series(COSINE, square);
        };
    }

    /** 1 − r₁ x (1 − r₂ x (1 − …)), the ratios being given from the last to the first. */
    private static double series(double[] ratios, double x) {
        double sum = 1;
        for (double ratio : ratios) {
            sum = 1 - sum * (ratio * x);
        }
        return sum;
    }

    /** 1 / ((k − 1 + shift) (k + shift)) for even k from 16 down to 2. */
    private static double[] ratios(int shift) {
        return IntStream.rangeClosed(1, 8).map(i -> 18 - 2 * i)
                .mapToDouble(k -> 1.0 / ((k - 1 + shift) * (k + shift))).toArray();
    }
}
