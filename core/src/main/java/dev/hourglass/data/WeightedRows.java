package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.util.OptionalInt;

/** A data set whose rows count differently in training. Evaluation weighs them the same way. */
public final class WeightedRows implements Dataset {
    private final Dataset source;
    private final float[] weights;

    /** @param weights one for each row, finite and not negative, not all 0 */
    public WeightedRows(Dataset source, float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            if (!(weight >= 0) || Float.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "weights must be finite and not negative, found " + weight);
            }
            sum += weight;
        }
        if (weights.length != source.size() || sum == 0) {
            throw new IllegalArgumentException(source.name() + ": expected " + source.size()
                    + " weights that are not all 0, found " + weights.length + " with the sum " + sum);
        }
        this.source = source;
        this.weights = weights.clone();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Shape shape() {
        return source.shape();
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public void read(int row, float[] into, int offset) {
        source.read(row, into, offset);
    }

    @Override
    public float weight(int row) {
        return weights[row];
    }

    @Override
    public OptionalInt label(int row) {
        return source.label(row);
    }
}
