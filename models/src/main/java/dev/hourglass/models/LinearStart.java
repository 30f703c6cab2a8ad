package dev.hourglass.models;

import dev.hourglass.data.Dataset;
import dev.hourglass.nn.LinearPath;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;

/**
 * Starts the linear paths of an autoencoder at the principal components of the data: the encoder's gives the
 * row's place along each of them in standard deviations, and the decoder's makes the row of that. Where the
 * layers beside them start from zero, training begins at the error of the best linear code.
 */
final class LinearStart {
    private static final String ENCODER = "encoder/";

    private final Session session;
    private final PrincipalComponents components;
    private final double[] mean;

    private LinearStart(Session session, PrincipalComponents components, double[] mean) {
        this.session = session;
        this.components = components;
        this.mean = mean;
    }

    /** Writes weights and biases of linear paths; does nothing where the model has none. */
    static void write(Session session, Dataset data, MeanRow meanRow, long seed) {
        var weights = session.program().parameters().stream()
                .filter(each -> each.initial() instanceof Initializer.Components).toList();
        if (weights.isEmpty()) {
            return;
        }
        double[] mean = meanRow.folded(meanRow.elements());
        int width = weights.stream().mapToInt(each -> each.slot().elements() / mean.length).max()
                .orElseThrow();
        var start = new LinearStart(session, PrincipalComponents.of(data, mean, width, seed), mean);
        for (Parameter each : weights) {
            float pace = ((Initializer.Components) each.initial()).pace();
            Slot bias = session.program().parameters().stream().map(Parameter::slot)
                    .filter(slot -> slot.name().equals(LinearPath.biasOf(each.name()))).findFirst()
                    .orElseThrow();
            if (each.name().startsWith(ENCODER)) {
                start.encode(each.slot(), bias, pace);
            } else {
                start.decode(each.slot(), bias, pace);
            }
        }
    }

    /** (row − mean) · directions / deviations; 0 along what does not vary. */
    private void encode(Slot weight, Slot bias, float pace) {
        int width = weight.shape().extent(1);
        var values = new float[weight.elements()];
        var shift = new float[width];
        for (int k = 0; k < width; k++) {
            double scale = components.deviation(k) > 0 ? 1 / components.deviation(k) : 0;
            double middle = 0;
            for (int j = 0; j < mean.length; j++) {
                double value = components.direction(j, k) * scale;
                values[j * width + k] = (float) (value / pace);
                middle += mean[j] * value;
            }
            shift[k] = (float) -middle;
        }
        session.write(weight, values);
        session.write(bias, shift);
    }

    /** mean + code · deviations · directions. */
    private void decode(Slot weight, Slot bias, float pace) {
        var values = new float[weight.elements()];
        var middle = new float[mean.length];
        for (int j = 0; j < mean.length; j++) {
            for (int k = 0; k < weight.shape().extent(0); k++) {
                values[k * mean.length
                        + j] = (float) (components.direction(j, k) * components.deviation(k) / pace);
            }
            middle[j] = (float) mean[j];
        }
        session.write(weight, values);
        session.write(bias, middle);
    }
}
