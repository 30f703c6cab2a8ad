package dev.hourglass.models.denoise;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Padding;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Weights;
import dev.hourglass.plan.Activation;
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
    private static final int HALF = 64;
    private static final int QUARTER = 128;
    private static final int MULTIPLE = 4;
    private static final Activation RELU = new Relu();

    private DenoiserModel() {
    }

    /**
     * The network for images of a shape, and of every other height and width.
     *
     * @param row (h, w, c)
     * @throws PlanException when rows are not images
     */
    public static Autoencoder of(Shape row) {
        if (row.rank() != 3) {
            throw new PlanException("model " + NAME + " takes images (h, w, c), found rows of shape " + row);
        }
        var encoder = Sequential.of(
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
        var decoder = ConvTranspose2d.same(row.extent(-1), 5, 2, new Sigmoid());
        return new Autoencoder(NAME, row, Sizes.any(MULTIPLE), encoder, decoder);
    }

    private static Layer normalised(int channels) {
        return Sequential.of(
                new Conv2d(channels, Window.of(3, 1, 1), Padding.SYMMETRIC, new Identity(),
                        Weights.withoutBias()),
                BatchNorm.standard(RELU));
    }
}
