package dev.hourglass.cli.compress;

import dev.hourglass.cli.Words;
import dev.hourglass.plan.Shape;
import java.util.Locale;

/**
 * How large a file is for what it holds.
 *
 * @param noun what a row is called
 * @param unit what is counted in a row
 * @param per  how many of those there are in a row; all channels of a pixel are one
 * @param rows how many there are
 */
record BitsPerPixel(String noun, String unit, int per, int rows) {

    static BitsPerPixel of(Shape row, int rows) {
        return row.rank() == 3
                ? new BitsPerPixel(Words.noun(row), "pixel", row.extent(0) * row.extent(1), rows)
                : new BitsPerPixel(Words.noun(row), "value", row.elements(), rows);
    }

    double of(long bytes) {
        return 8.0 * bytes / per / rows;
    }

    String words(long bytes) {
        double bits = of(bytes);
        return String.format(Locale.ROOT,
                (bits < 1000 ? "%.4g" : "%,.0f") + " bits per %s (%,.1f bytes each %s)",
                bits, unit, (double) bytes / rows, noun);
    }
}
