package dev.hourglass.cli.report;

import dev.hourglass.evaluation.Pca;
import dev.hourglass.report.Axis;
import java.util.Arrays;
import java.util.Locale;

/**
 * Codes as points: the numbers themselves where there are two, otherwise the plane in which they vary most.
 */
public final class Plane {
    /** Of wider codes the plane is found by so many rows: finding it takes the cube of them. */
    private static final int MOST = 500;

    private final float[] values;
    private final String x;
    private final String y;

    private Plane(float[] values, String x, String y) {
        this.values = values;
        this.x = x;
        this.y = y;
    }

    /** @param numbers of a code */
    public static Plane of(float[] codes, int numbers) {
        if (numbers == 2) {
            return new Plane(codes, "first number of the code", "second number");
        }
        if (numbers == 1) {
            var spread = new float[2 * codes.length];
            for (int i = 0; i < codes.length; i++) {
                spread[2 * i] = codes[i];
                // Beside each other instead of over each other: a fixed pattern, nothing measured.
                spread[2 * i + 1] = i % 23;
            }
            return new Plane(spread, "the number of the code", "spread out, means nothing");
        }
        int rows = codes.length / numbers;
        var pca = Pca.fit(numbers > MOST && rows > MOST ? Arrays.copyOf(codes, MOST * numbers) : codes,
                numbers);
        return new Plane(pca.encode(codes, 2),
                "first principal component of the code (" + share(pca, 0) + ")",
                "second (" + share(pca, 1) + ")");
    }

    private static String share(Pca pca, int k) {
        return String.format(Locale.ROOT, "%.0f %% of its variance", 100 * pca.varianceShare(k));
    }

    /** Across. */
    public Axis x() {
        return Axis.of(x);
    }

    /** Up. */
    public Axis y() {
        return Axis.of(y);
    }

    public double x(int row) {
        return values[2 * row];
    }

    public double y(int row) {
        return values[2 * row + 1];
    }
}
