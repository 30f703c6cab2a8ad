package dev.hourglass.models.denoise;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Activation.Relu;
import dev.hourglass.plan.Activation.Sigmoid;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;

/**
 * The network that denoisers are made of where nothing else is said. It works at half of the image's size,
 * where a convolution costs a quarter, and goes to a quarter of it and back beside a residual connection, as
 * in Ronneberger et al. 2015 (U-Net) and He et al. 2015. Fully convolutional: images of any size.
 */
public final class DenoiserModel {
    /** How users name it. */
    public static final String NAME = "denoiser";
    private static final int HALF = 64;
    private static final int QUARTER = 96;
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
                Conv2d.same(HALF, 3, 1, RELU),
                new Residual(around(Conv2d.same(QUARTER, 3, 1, RELU))),
                Conv2d.same(HALF, 3, 1, RELU));
        var decoder = ConvTranspose2d.same(row.extent(-1), 5, 2, new Sigmoid());
        return new Autoencoder(NAME, row, Sizes.any(MULTIPLE), encoder, decoder);
    }

    /** Down to a quarter, through a layer, and up to a half again. */
    private static Layer around(Layer inside) {
        return Sequential.of(
                Conv2d.same(QUARTER, 3, 2, RELU),
                inside,
                ConvTranspose2d.same(HALF, 3, 2, RELU));
    }
}
