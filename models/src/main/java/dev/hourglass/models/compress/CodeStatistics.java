package dev.hourglass.models.compress;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.Inference;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.Shape;
import java.util.Arrays;

/**
 * What quantising and coding need to know of a trained model's codes, measured on training rows and stored
 * with the model.
 */
public final class CodeStatistics {
    private static final String QUANTILES = "code/quantiles";
    private static final String SENSITIVITY = "code/sensitivity";
    private static final String ERROR = "code/error";
    private static final int PARTS = 64;
    /** Rows whose codes give the quantiles. */
    private static final int CODED_ROWS = 10_000;
    /** Rows on which the decoder's answer to a small change is measured. */
    private static final int MOVED_ROWS = 256;
    /** The small change, as a share of a number's standard deviation. */
    private static final double MOVE = 0.2;
    private static final float LEAST_SENSITIVITY = 1e-6f;

    private final float[][] quantiles;
    private final float[] sensitivity;
    private final float error;

    private CodeStatistics(float[][] quantiles, float[] sensitivity, float error) {
        this.quantiles = quantiles;
        this.sensitivity = sensitivity;
        this.error = error;
    }

    /**
     * Measures a model.
     *
     * @param inference the model, for rows like these
     * @param rows      that it was trained on; some ten thousand of them are looked at
     */
    public static CodeStatistics measure(Inference inference, Dataset rows) {
        float[] sample = sample(rows, CODED_ROWS);
        int width = inference.code().elements();
        float[] codes = inference.encode(sample);
        var quantiles = new float[width][];
        var deviations = new double[width];
        for (int i = 0; i < width; i++) {
            float[] column = column(codes, width, i);
            deviations[i] = deviation(column);
            quantiles[i] = quantiles(column);
        }
        float[] moved = sample(rows, MOVED_ROWS);
        var sensitivity = new float[width];
        float[] base = inference.encode(moved);
        float[] decoded = inference.decode(base);
        for (int i = 0; i < width; i++) {
            float move = (float) Math.max(MOVE * deviations[i], Float.MIN_NORMAL);
            float[] changed = base.clone();
            for (int at = i; at < changed.length; at += width) {
                changed[at] += move;
            }
            double change = Math.sqrt(meanSquare(decoded, inference.decode(changed))) / move;
            sensitivity[i] = Math.max((float) change, LEAST_SENSITIVITY);
        }
        return new CodeStatistics(quantiles, sensitivity, (float) meanSquare(moved, decoded));
    }

    private static float[] sample(Dataset rows, int count) {
        int taken = Math.min(rows.size(), count);
        int elements = rows.shape().elements();
        var values = new float[Math.multiplyExact(taken, elements)];
        for (int i = 0; i < taken; i++) {
            rows.read((int) ((long) i * rows.size() / taken), values, i * elements);
        }
        return values;
    }

    private static float[] column(float[] codes, int width, int place) {
        var column = new float[codes.length / width];
        for (int row = 0; row < column.length; row++) {
            column[row] = codes[row * width + place];
        }
        return column;
    }

    private static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float each : values) {
            sum += each;
            squares += (double) each * each;
        }
        double mean = sum / values.length;
        return Math.sqrt(Math.max(squares / values.length - mean * mean, 0));
    }

    private static float[] quantiles(float[] values) {
        Arrays.sort(values);
        var quantiles = new float[PARTS + 1];
        for (int i = 0; i <= PARTS; i++) {
            quantiles[i] = values[(int) ((long) i * (values.length - 1) / PARTS)];
        }
        return quantiles;
    }

    private static double meanSquare(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum / a.length;
    }

    /** The model with these statistics in its file. */
    public TrainedModel addTo(TrainedModel model) {
        int width = quantiles.length;
        var flat = new float[width * (PARTS + 1)];
        for (int i = 0; i < width; i++) {
            System.arraycopy(quantiles[i], 0, flat, i * (PARTS + 1), PARTS + 1);
        }
        return model.with(QUANTILES, Shape.of(width, PARTS + 1), flat)
                .with(SENSITIVITY, Shape.of(width), sensitivity)
                .with(ERROR, Shape.of(1), new float[] {error});
    }

    /**
     * What a model's file holds.
     *
     * @throws DataException when it holds none, or none that make sense
     */
    public static CodeStatistics of(TrainedModel model) {
        var tensors = model.tensors();
        if (!tensors.contains(QUANTILES) || !tensors.contains(SENSITIVITY) || !tensors.contains(ERROR)) {
            throw new DataException("model " + model.architecture().name() + ": holds no statistics of its "
                    + "codes, which compressing needs; train it with 'hourglass train compress' of this version");
        }
        float[] sensitivity = tensors.values(SENSITIVITY);
        float[] flat = tensors.values(QUANTILES);
        float[] error = tensors.values(ERROR);
        int width = sensitivity.length;
        if (flat.length != width * (PARTS + 1) || error.length != 1 || !(error[0] >= 0)) {
            throw broken(model);
        }
        var quantiles = new float[width][];
        for (int i = 0; i < width; i++) {
            quantiles[i] = Arrays.copyOfRange(flat, i * (PARTS + 1), (i + 1) * (PARTS + 1));
            boolean sound = sensitivity[i] > 0 && Float.isFinite(sensitivity[i])
                    && Float.isFinite(quantiles[i][0]) && Float.isFinite(quantiles[i][PARTS]);
            for (int j = 1; j <= PARTS; j++) {
                sound &= quantiles[i][j] >= quantiles[i][j - 1];
            }
            if (!sound) {
                throw broken(model);
            }
        }
        return new CodeStatistics(quantiles, sensitivity, error[0]);
    }

    private static DataException broken(TrainedModel model) {
        return new DataException("model " + model.architecture().name()
                + ": the statistics of its codes do not make sense; the file is damaged");
    }

    /** Numbers in a code. */
    public int width() {
        return sensitivity.length;
    }

    /** Mean squared error of the model on the training rows looked at, without quantisation. */
    public double error() {
        return error;
    }

    /**
     * The step that adds about {@code added} to the mean squared error, where the decoder's answer moves by
     * 1: the error that rounding at width Δ adds is Δ²/12, and all {@code numbers} share it alike.
     */
    public float step(double added, int numbers) {
        return (float) Math.sqrt(12 * added / numbers);
    }

    /** Coders for the first numbers of a code; those that matter more get finer steps. */
    NumberCoder[] coders(int numbers, float step) {
        var coders = new NumberCoder[numbers];
        for (int i = 0; i < numbers; i++) {
            coders[i] = new NumberCoder(quantiles[i], (double) step / sensitivity[i]);
        }
        return coders;
    }
}
