package dev.hourglass.models.anomaly;

import dev.hourglass.models.anomaly.GroupRule.Breadth;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.Arrays;

/** The members of a group: their extents, and which features each of them sees. */
final class Members {
    private static final int FEATURES = 0;
    private static final int ROWS = 1;

    private final EnsembleSpec spec;
    private final FeatureScale scale;
    private final int[] features;

    /** @param features of the members one after the other */
    Members(EnsembleSpec spec, FeatureScale scale, int[] features) {
        this.spec = spec;
        this.scale = scale;
        this.features = features;
    }

    /**
     * Draws the features. A wide member's are a random subset; narrow members deal out all features in random
     * order, again and again, so that each is seen about equally often.
     *
     * @param draw seed and number of the group
     */
    static Members draw(GroupRule rule, FeatureScale scale, int width, Draw draw) {
        var spec = rule.spec(width);
        int each = spec.features();
        var features = new int[spec.members() * each];
        int perOrder = rule.breadth() == Breadth.WIDE ? 1 : width / each;
        int[] order = null;
        for (int m = 0; m < spec.members(); m++) {
            if (m % perOrder == 0) {
                order = draw.generator(FEATURES, m).permutation(width);
            }
            System.arraycopy(order, m % perOrder * each, features, m * each, each);
        }
        return new Members(spec, scale, features);
    }

    /**
     * Where random numbers come from.
     *
     * @param group number of the group, below 16
     */
    record Draw(long seed, int group) {
        PhiloxGenerator generator(int purpose, int tick) {
            return new PhiloxGenerator(seed, Streams.MEMBERS.id(purpose * 16 + group), tick);
        }
    }

    /** Rows each member learns from, drawn without replacement, in random order. */
    int[][] drawRows(int rows, int most, Draw draw) {
        var drawn = new int[spec.members()][];
        for (int m = 0; m < drawn.length; m++) {
            drawn[m] = Arrays.copyOf(draw.generator(ROWS, m).permutation(rows), Math.min(rows, most));
        }
        return drawn;
    }

    EnsembleSpec spec() {
        return spec;
    }

    FeatureScale scale() {
        return scale;
    }

    int[] features() {
        return features.clone();
    }

    /** Feature number {@code i} of a member. */
    int feature(int member, int i) {
        return features[member * spec.features() + i];
    }

    /** Writes what a member sees of a row. */
    void view(int member, Matrix rows, int row, float[] into, int offset) {
        for (int i = 0; i < spec.features(); i++) {
            int feature = features[member * spec.features() + i];
            into[offset + i] = scale.apply(feature, rows.at(row, feature));
        }
    }
}
