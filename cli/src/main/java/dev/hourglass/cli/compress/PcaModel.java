package dev.hourglass.cli.compress;

import dev.hourglass.evaluation.Pca;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.NestedDropout;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Sequential;
import dev.hourglass.plan.Shape;
import java.util.Map;

/** Principal components as a model like any other, so that their codes go through the same coder. */
final class PcaModel {
    private PcaModel() {
    }

    static TrainedModel of(Pca pca, Shape row, int width) {
        int columns = row.elements();
        var architecture = new Autoencoder("principal-components", row, Sizes.fixed(),
                Sequential.of(Dense.linear(width), new NestedDropout(0)),
                Sequential.of(Dense.linear(columns), new Reshape(row)));
        var in = new float[columns * width];
        var out = new float[columns * width];
        var shift = new float[width];
        float[] mean = pca.mean();
        for (int k = 0; k < Math.min(width, pca.rank()); k++) {
            double[] component = pca.component(k);
            double inside = 0;
            for (int j = 0; j < columns; j++) {
                in[j * width + k] = (float) component[j];
                out[k * columns + j] = (float) component[j];
                inside += component[j] * mean[j];
            }
            shift[k] = (float) -inside;
        }
        return new TrainedModel(architecture, new Tensors(), Map.of())
                .with("encoder/0/weight", Shape.of(columns, width), in)
                .with("encoder/0/bias", Shape.of(width), shift)
                .with("decoder/0/weight", Shape.of(width, columns), out)
                .with("decoder/0/bias", Shape.of(columns), mean);
    }
}
