package dev.hourglass.models.compress;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.nn.Activate;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Initialization;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.LinearPath;
import dev.hourglass.nn.NestedDropout;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Weights;
import dev.hourglass.nn.Weights.Bias;
import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.Schedule;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The default model for compression: normalised dense layers that narrow step by step, a normalised code
 * whose numbers are in order of worth, and the mirror image of the layers back, with a linear path past them
 * that knows the principal components. Depth and width follow from the rows. Images too large for dense
 * layers are first halved by convolutions.
 */
public final class CompressorModel {
    public static final String NAME = "compressor";
    /** Rows of a training step. */
    public static final int BATCH = 256;
    /** Learning rate at its highest. */
    public static final float RATE = 2e-3f;
    /** Weight decay of AdamW. */
    public static final float DECAY = 0.01f;
    /** Share of the steps in which the learning rate rises. */
    public static final double WARMUP = 0.05;

    private static final float WHOLE_CODES = 0.8f;
    /** How fast the linear paths learn beside the layers. */
    private static final float PACE = 0.01f;
    /** Weights of a linear path; with more of them a model would be mostly that, and slow. */
    private static final int MOST_LINEAR = 1 << 23;

    private CompressorModel() {
    }

    /**
     * The model for rows of a shape: layers, and in both directions a linear path past them that starts at
     * the principal components of the training rows.
     *
     * @param row    (h, w, c) with values in [0, 1], or (d) with values around 0
     * @param latent numbers of a code, at least 1
     */
    public static Autoencoder of(Shape row, int latent) {
        check(latent);
        if ((long) row.elements() * latent > MOST_LINEAR) {
            return layers(row, latent);
        }
        var layers = CompressorLayers.of(row, latent, new Weights(Initialization.ZERO, Bias.WITHOUT));
        return model(row, List.of(new LinearPath(layers.encoder(), PACE)),
                List.of(new LinearPath(layers.decoder(), PACE)), new Activation.Clamp(0, 1));
    }

    /** The layers alone, without linear paths. */
    public static Autoencoder layers(Shape row, int latent) {
        check(latent);
        var layers = CompressorLayers.of(row, latent, Weights.standard());
        return model(row, layers.encoder().layers(), layers.decoder().layers(), new Activation.Sigmoid());
    }

    private static void check(int latent) {
        if (latent < 1) {
            throw new PlanException("model " + NAME + ": a code has at least 1 number, found " + latent);
        }
    }

    /** With an ordered, normalised code between, and values of images in [0, 1]. */
    private static Autoencoder model(Shape row, List<Layer> encoder, List<Layer> decoder, Activation bound) {
        var in = new ArrayList<>(encoder);
        in.add(BatchNorm.standard(new Activation.Identity()));
        in.add(new NestedDropout(WHOLE_CODES));
        var out = new ArrayList<>(decoder);
        if (row.rank() == 3) {
            out.add(new Activate(bound));
        }
        return new Autoencoder(NAME, row, Sizes.fixed(), new Sequential(in), new Sequential(out));
    }

    /** What is minimised, and how. */
    public static Objective objective() {
        return new Objective(new Criterion.MeanSquaredError(), new Corruption.None(),
                Optimizer.Adam.withDecay(RATE, DECAY), new Clipping.None());
    }

    /**
     * Epochs, schedule and what is kept: the learning rate rises for a twentieth of the steps, then falls to
     * 0; of the epochs and the principal components it starts at, the best by the validation rows, or without
     * such rows the last epoch.
     */
    public static TrainConfig config(int epochs, long seed) {
        return TrainConfig.of(epochs, seed).withSchedule(new Schedule.Cosine(WARMUP, 0))
                .withStopping(new Stopping.KeepBest());
    }

    /**
     * Training of such a model, to be given data, and validation rows: few rows are learnt by heart, and only
     * others show when that begins.
     */
    public static Training training(Autoencoder model, int epochs, long seed) {
        return Training.of(model, objective()).batch(BATCH).config(config(epochs, seed));
    }
}
