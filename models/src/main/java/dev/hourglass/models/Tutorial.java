package dev.hourglass.models;

import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Flatten;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Sequential;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Activation.Relu;
import dev.hourglass.plan.Activation.Sigmoid;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;

/** The two autoencoders of the classic convolutional autoencoder tutorial, layer by layer. */
public final class Tutorial {
    private static final int CHANNELS = 32;
    private static final int KERNEL = 3;
    private static final Activation RELU = new Relu();

    private Tutorial() {
    }

    /**
     * Compresses an image to {@code latent} numbers: two convolutions, each followed by a max-pool, then a
     * linear layer; one dense layer with a sigmoid decodes.
     *
     * @param row    (h, w, c), both sides at least 4
     * @param latent width of the code
     */
    public static Autoencoder compression(Shape row, int latent) {
        checkImage("tutorial-compression", row);
        var encoder = Sequential.of(
                Conv2d.same(CHANNELS, KERNEL, 1, RELU),
                Pool2d.max(2),
                Conv2d.same(CHANNELS, KERNEL, 1, RELU),
                Pool2d.max(2),
                new Flatten(),
                Dense.linear(latent));
        var decoder = Sequential.of(Dense.of(row.elements(), new Sigmoid()), new Reshape(row));
        return new Autoencoder("tutorial-compression", row, Sizes.fixed(), encoder, decoder);
    }

    /**
     * Fully convolutional: three convolutions halve the image twice, three transposed ones double it twice,
     * one more with a sigmoid decodes. Takes images of any height and width.
     *
     * @param row (h, w, c)
     */
    public static Autoencoder denoising(Shape row) {
        checkImage("tutorial-denoising", row);
        var encoder = Sequential.of(
                Conv2d.same(CHANNELS, KERNEL, 1, RELU),
                Conv2d.same(CHANNELS, KERNEL, 2, RELU),
                Conv2d.same(CHANNELS, KERNEL, 2, RELU));
        var decoder = Sequential.of(
                ConvTranspose2d.same(CHANNELS, KERNEL, 2, RELU),
                ConvTranspose2d.same(CHANNELS, KERNEL, 1, RELU),
                ConvTranspose2d.same(CHANNELS, KERNEL, 2, RELU),
                Conv2d.same(row.extent(-1), KERNEL, 1, new Sigmoid()));
        return new Autoencoder("tutorial-denoising", row, Sizes.any(4), encoder, decoder);
    }

    private static void checkImage(String model, Shape row) {
        if (row.rank() != 3) {
            throw new PlanException("model " + model + " takes images (h, w, c), found rows of shape " + row);
        }
    }
}
