package dev.hourglass.models.anomaly;

import dev.hourglass.models.anomaly.FeatureScale.Kind;

/**
 * What the members of one group of autoencoders have in common; extents follow from the number of features.
 *
 * @param scale   how features are brought to a common size
 * @param members autoencoders
 * @param breadth how many features each sees
 * @param learns  training rows a member sees at most
 */
record GroupRule(Kind scale, int members, Breadth breadth, int learns) {
    private static final int WIDEST = 64;
    private static final int WIDEST_CODE = 16;
    /** Members that together see every feature of a table with very many. */
    private static final int COVER = 48;

    /** How many features a member sees. */
    enum Breadth {
        /** All of them, at most 64; the code is half as wide, at most 16. */
        WIDE(0),
        /** Two or a little more; the code is one number. */
        PAIRS(2);

        private final int least;

        Breadth(int least) {
            this.least = least;
        }
    }

    /** The extents for rows of so many features. */
    EnsembleSpec spec(int width) {
        if (breadth == Breadth.WIDE) {
            int features = Math.min(width, WIDEST);
            int code = Math.clamp((features + 1) / 2, 1, WIDEST_CODE);
            return new EnsembleSpec(members, features, 2 * code, code);
        }
        int features = Math.min(width, Math.max(breadth.least, Math.ceilDiv(breadth.least * width, COVER)));
        return new EnsembleSpec(members, features, 4, 1);
    }
}
