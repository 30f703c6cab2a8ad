package dev.hourglass.bench;

import java.util.Locale;

/** Measured values as text. */
final class Numbers {
    private Numbers() {
    }

    /** Three digits. */
    static String of(double value) {
        int digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** The quartiles. */
    static String spread(Series series) {
        return of(series.q1()) + "-" + of(series.q3());
    }

    /** A ratio with its quartiles. */
    static String times(Series ratio) {
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.q1(), ratio.q3());
    }

    static String megabytes(long bytes) {
        return bytes == 0 ? "" : of(bytes / 1e6);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
