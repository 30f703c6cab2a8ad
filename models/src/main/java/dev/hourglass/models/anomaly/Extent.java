package dev.hourglass.models.anomaly;

/**
 * How much of a training was done before it ended.
 *
 * @param finished parts that were trained to their end, and make the detector
 * @param all      parts of a whole training
 * @param unit     what a part is
 */
public record Extent(int finished, int all, Unit unit) {

    /** What a training consists of. */
    public enum Unit {
        /** Groups of small autoencoders. */
        GROUPS,
        /** Passes over the images. */
        EPOCHS
    }

    /** Whether nobody asked it to end before. */
    public boolean isComplete() {
        return finished == all;
    }

    /** Such as {@code 2 of 3 groups}. */
    @Override
    public String toString() {
        return finished + " of " + all + " " + unit.name().toLowerCase(java.util.Locale.ROOT);
    }
}
