package dev.hourglass.models.anomaly;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a row's score is made of. */
public enum ScoreKind {
    /** How far the row lies from what the autoencoders make of it. */
    RECONSTRUCTION,
    /** The same, each feature's error measured by its usual size; large errors count by their logarithm. */
    STANDARDISED,
    /** Mahalanobis' distance of the code from the mean code. */
    MAHALANOBIS,
    /** Distance of the code to the nearest of a few codes of training rows. */
    NEIGHBOURS,
    /**
     * What does best on many kinds of data: distances of codes and reconstruction; of tables also what linear
     * relations between columns say.
     */
    COMBINED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is none; the message names those that there are */
    public static ScoreKind parse(String text) {
        return Arrays.stream(values()).filter(each -> each.toString().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected "
                        + Arrays.stream(values()).map(ScoreKind::toString).collect(Collectors.joining(", "))
                        + ", found '" + text + "'"));
    }
}
