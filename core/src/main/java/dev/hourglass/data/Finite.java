package dev.hourglass.data;

/** Finds values that no arithmetic recovers from. */
final class Finite {

    private Finite() {
    }

    /**
     * Throws at the first value that is not finite.
     *
     * @param place what the error starts with
     * @param width values in a row
     */
    static void check(String place, float[] values, int width) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DataException(place + "row " + i / width + ", column " + i % width
                        + " (counted from 0): expected a finite number, found " + values[i]);
            }
        }
    }
}
