package dev.hourglass.bench;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Tutorial;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Sequential;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Activation.Relu;
import dev.hourglass.plan.Activation.Sigmoid;
import dev.hourglass.plan.Shape;
import java.util.Locale;

/** The models that every system here can build: those of the convolutional autoencoder tutorial. */
public enum TutorialModel {
    /** Fully convolutional, on given pairs of noisy and clean images, cross-entropy from the logits. */
    DENOISE,
    /** Convolutions, max-pools and dense layers, 20 numbers; mean squared error after a sigmoid. */
    COMPRESS;

    static final int LATENT = 20;
    private static final int KERNEL = 3;
    private static final Activation RELU = new Relu();

    /** The name that options and tables use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Autoencoder autoencoder(Size size) {
        var row = Shape.of(size.side(), size.side(), 1);
        return switch (this) {
            case DENOISE -> size.channels() == Size.CHANNELS ? Tutorial.denoising(row)
                    : denoising(row, size.channels());
            case COMPRESS -> Tutorial.compression(row, LATENT);
        };
    }

    /** The tutorial's denoiser with other widths. */
    private static Autoencoder denoising(Shape row, int channels) {
        var encoder = Sequential.of(Conv2d.same(channels, KERNEL, 1, RELU),
                Conv2d.same(channels, KERNEL, 2, RELU), Conv2d.same(channels, KERNEL, 2, RELU));
        var decoder = Sequential.of(ConvTranspose2d.same(channels, KERNEL, 2, RELU),
                ConvTranspose2d.same(channels, KERNEL, 1, RELU),
                ConvTranspose2d.same(channels, KERNEL, 2, RELU), Conv2d.same(1, KERNEL, 1, new Sigmoid()));
        return new Autoencoder("denoiser-" + channels, row, Sizes.any(4), encoder, decoder);
    }

    Objective objective() {
        return switch (this) {
            case DENOISE -> Objective.denoising(new Corruption.Paired());
            case COMPRESS -> Objective.reconstruction();
        };
    }
}
