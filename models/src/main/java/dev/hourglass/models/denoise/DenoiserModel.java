package dev.hourglass.models.denoise;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.nn.Activate;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Initialization;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Padding;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Weights;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Activation.Clamp;
import dev.hourglass.plan.Activation.Identity;
import dev.hourglass.plan.Activation.Relu;
import dev.hourglass.plan.Activation.Sigmoid;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Window;

/**
 * The network that denoisers are made of where nothing else is said. It works at half of the image's size,
 * where a convolution costs a quarter, and goes to a quarter of it and back beside a residual connection, as
 * in Ronneberger et al. 2015 (U-Net) and He et al. 2015. Most of its convolutions are there: they cost least
 * and see most of a shape. Batch normalisation as in Zhang et al. 2017 (DnCNN). Fully convolutional: images
 * of any size.
 */
public final class DenoiserModel {
    /** How users name it. */
    public static final String NAME = "denoiser";
    /** How users name {@link #fine}. */
    public static final String FINE = "denoiser-fine";
    private static final int HALF = 64;
    private static final int QUARTER = 128;
    private static final int MULTIPLE = 4;
    private static final Activation RELU = new Relu();

    private DenoiserModel() {
    }

    /**
     * The network that draws the image anew, for images of a shape and of every other height and width.
     *
     * @param row (h, w, c)
     * @throws PlanException when rows are not images
     */
    public static Autoencoder of(Shape row) {
        checkImage(NAME, row);
        var decoder = ConvTranspose2d.same(row.extent(-1), 5, 2, new Sigmoid());
        return new Autoencoder(NAME, row, Sizes.any(MULTIPLE), body(), decoder);
    }

    /**
     * The same network with another end: it computes a change of the image, at first none, where the other
     * draws the image anew from half of its resolution. What the noise has left of fine detail then stays, as
     * in Zhang et al. 2017 (DnCNN), which learns the noise. Results are clipped to [0, 1]. Better on
     * photographs with faint noise, worse on strokes under strong noise: docs/denoise.md has the numbers.
     *
     * @param row (h, w, c)
     * @throws PlanException when rows are not images
     */
    public static Autoencoder fine(Shape row) {
        checkImage(FINE, row);
        var last = new ConvTranspose2d(row.extent(-1), Window.of(5, 2, 2), Padding.SYMMETRIC, new Identity(),
                new Weights(Initialization.ZERO, Weights.Bias.WITH));
        var encoder = new Residual(Sequential.of(body(), last));
        return new Autoencoder(FINE, row, Sizes.any(MULTIPLE), encoder, new Activate(new Clamp(0, 1)));
    }

    /** What is trained where nothing is said: {@link #fine} for colours, {@link #of} for grey images. */
    public static Autoencoder fitting(Shape row) {
        return row.rank() == 3 && row.extent(-1) > 1 ? fine(row) : of(row);
    }

    private static void checkImage(String name, Shape row) {
        if (row.rank() != 3) {
            throw new PlanException("model " + name + " takes images (h, w, c), found rows of shape " + row);
        }
    }

    private static Layer body() {
        return Sequential.of(
                Conv2d.same(HALF, 5, 2, RELU),
                normalised(HALF),
                new Residual(Sequential.of(
                        Conv2d.same(QUARTER, 3, 2, RELU),
                        normalised(QUARTER),
                        normalised(QUARTER),
                        normalised(QUARTER),
                        normalised(QUARTER),
                        normalised(QUARTER),
                        ConvTranspose2d.same(HALF, 3, 2, RELU))),
                normalised(HALF));
    }

    private static Layer normalised(int channels) {
        return Sequential.of(
                new Conv2d(channels, Window.of(3, 1, 1), Padding.SYMMETRIC, new Identity(),
                        Weights.withoutBias()),
                BatchNorm.standard(RELU));
    }
}
