package dev.hourglass.models;

import dev.hourglass.data.Dataset;
import dev.hourglass.nn.LinearPath;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Slot;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Session;
import java.util.Arrays;
import java.util.List;

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
    private final long seed;

    private LinearStart(Session session, PrincipalComponents components, double[] mean, long seed) {
        this.session = session;
        this.components = components;
        this.mean = mean;
        this.seed = seed;
    }

    /** Writes weights and biases of linear paths; does nothing where the model has none. */
    static void write(Session session, Dataset data, MeanRow meanRow, long seed) {
        var weights = weights(session.program());
        if (weights.isEmpty()) {
            return;
        }
        double[] mean = meanRow.folded(meanRow.elements());
        int width = weights.stream().mapToInt(each -> each.slot().elements() / mean.length).max()
                .orElseThrow();
        var start = new LinearStart(session, PrincipalComponents.of(data, mean, width, seed), mean, seed);
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

    static List<Parameter> weights(Program program) {
        return program.parameters().stream()
                .filter(each -> each.initial() instanceof Initializer.Components).toList();
    }

    /** (row − mean) · directions / deviations. */
    private void encode(Slot weight, Slot bias, float pace) {
        int width = weight.shape().extent(1);
        var values = new float[weight.elements()];
        var shift = new float[width];
        for (int k = 0; k < width; k++) {
            double[] column = components.deviation(k) > 0 ? whitened(k) : mixed(k);
            double middle = 0;
            for (int j = 0; j < mean.length; j++) {
                values[j * width + k] = (float) (column[j] / pace);
                middle += mean[j] * column[j];
            }
            shift[k] = (float) -middle;
        }
        session.write(weight, values);
        session.write(bias, shift);
    }

    private double[] whitened(int k) {
        var column = new double[mean.length];
        Arrays.setAll(column, j -> components.direction(j, k) / components.deviation(k));
        return column;
    }

    /**
     * For a number that no direction is left for: a draw of all the others, of deviation about 1. The decoder
     * makes nothing of it at first, but a number without spread would be blown up from rounding errors by the
     * batch norm after it.
     */
    private double[] mixed(int k) {
        var random = new PhiloxGenerator(seed, Streams.COMPONENTS.id(2), k);
        var column = new double[mean.length];
        for (int i = 0; i < components.rank(); i++) {
            double share = random.nextGaussian() / Math.sqrt(components.rank());
            double[] other = whitened(i);
            for (int j = 0; j < column.length; j++) {
                column[j] += share * other[j];
            }
        }
        return column;
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
