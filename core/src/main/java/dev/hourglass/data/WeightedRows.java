package dev.hourglass.data;

/** A data set whose rows count differently in training. Evaluation weighs them the same way. */
public final class WeightedRows extends DatasetView {
    private final float[] weights;

    /** @param weights one for each row, finite and not negative, not all 0 */
    public WeightedRows(Dataset source, float[] weights) {
        super(source);
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
        this.weights = weights.clone();
    }

    @Override
    public float weight(int row) {
        return weights[row];
    }
}
