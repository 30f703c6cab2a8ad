package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.models.anomaly.FeatureScale.Kind;
import dev.hourglass.plan.Shape;
import java.util.Arrays;

/**
 * What the members of one group of autoencoders have in common; extents follow from the number of features.
 *
 * @param scale   how features are brought to a common size
 * @param members autoencoders
 * @param breadth how many features each sees
 * @param learns  training rows a member sees at most
 */
record GroupRule(Kind scale, int members, Breadth breadth, int learns) {
    private static final String RULE = "/rule";
    private static final int WIDEST = 64;
    private static final int WIDEST_CODE = 16;
    /** Members that together see every feature of a table with very many. */
    private static final int COVER = 48;
    private static final int PAIR = 2;
    /** So many features are never divided. */
    private static final int FEW = 3;
    private static final int MOST = 1 << 16;

    /** How many features a member sees. */
    enum Breadth {
        /** All of them, at most 64; the code is half as wide, at most 16. */
        WIDE,
        /** Three fifths of that many. */
        PART,
        /** Two or a little more; the code is one number. */
        PAIRS
    }

    /** The extents for rows of so many features. */
    EnsembleSpec spec(int width) {
        if (breadth == Breadth.PAIRS) {
            int features = Math.min(width, Math.max(PAIR, Math.ceilDiv(PAIR * width, COVER)));
            return new EnsembleSpec(members, features, 4, 1);
        }
        int features = Math.min(width, WIDEST);
        if (breadth == Breadth.PART && width > FEW) {
            features = Math.ceilDiv(3 * features, 5);
        }
        int code = Math.clamp((features + 1) / 2, 1, WIDEST_CODE);
        return new EnsembleSpec(members, features, 2 * code, code);
    }

    void save(Tensors tensors, String prefix) {
        tensors.with(prefix + RULE, Shape.of(4),
                new float[] {scale.ordinal(), members, breadth.ordinal(), learns});
    }

    static boolean isStored(StoredTensors tensors, String prefix) {
        return tensors.contains(prefix + RULE);
    }

    /** @throws IllegalArgumentException when the tensor is missing or no rule */
    static GroupRule load(StoredTensors tensors, String prefix) {
        float[] numbers = tensors.of(prefix + RULE, 4);
        int scale = (int) numbers[0];
        int breadth = (int) numbers[2];
        if (scale < 0 || scale >= Kind.values().length || breadth < 0 || breadth >= Breadth.values().length
                || !(numbers[1] >= 1 && numbers[1] <= MOST) || !(numbers[3] >= 1 && numbers[3] <= MOST)) {
            throw new IllegalArgumentException("tensor " + prefix + RULE + " is no rule for a group: "
                    + Arrays.toString(numbers));
        }
        return new GroupRule(Kind.values()[scale], (int) numbers[1], Breadth.values()[breadth],
                (int) numbers[3]);
    }
}
