package dev.hourglass.cli.denoise;

import dev.hourglass.cli.ModelChoice;
import dev.hourglass.cli.Task;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model learns to remove noise, and which noise. */
final class DenoiseModelOptions {
    @Option(names = "--model", paramLabel = "NAME", defaultValue = ModelChoice.USUAL_DENOISER,
            description = "denoiser (draws the image anew), denoiser-fine (changes the image: for photographs), "
                    + "tutorial-denoising (all three fully convolutional, any image size), or "
                    + "tutorial-compression (dense decoder, one image size). auto: denoiser-fine for colour, "
                    + "denoiser for grey. Default: ${DEFAULT-VALUE}")
    private String name = ModelChoice.USUAL_DENOISER;

    @Option(names = "--latent", paramLabel = "K", defaultValue = "" + ModelChoice.LATENT,
            description = "Numbers in a code of tutorial-compression. Default: ${DEFAULT-VALUE}")
    private int latent = ModelChoice.LATENT;

    @Option(names = "--noise", paramLabel = "NOISE",
            description = "gaussian:D, speckle:D (standard deviation), salt-and-pepper:P, masking:P (share of "
                    + "the values), blur:D (pixels). A range such as gaussian:0.1..0.5 is drawn for each image. "
                    + "A+B: one after the other; A/B: one of them for each image. Results are clipped to [0, 1]. "
                    + "Default: gaussian:0.4")
    private String noise;

    @Option(names = "--augment", paramLabel = "HOW",
            description = "none; turn: some images mirrored and turned; overlay: also others laid over them; auto: "
                    + "overlay where images have one dark or light background, otherwise turn. Helps on images "
                    + "unlike the training images. Default: auto; none for the tutorial's models")
    private String augment;

    @Option(names = "--loss", paramLabel = "LOSS",
            description = "mse (mean squared error) or bce (binary cross-entropy). Default: mse; bce for the "
                    + "tutorial's models")
    private String loss;

    ModelChoice choice() {
        return new ModelChoice(name, latent,
                Optional.ofNullable(noise).orElse(ModelChoice.usualNoise(Task.DENOISE)),
                Optional.ofNullable(loss).orElse(ModelChoice.usualLoss(Task.DENOISE, name)),
                Optional.ofNullable(augment).orElse(ModelChoice.usualAugment(name)));
    }
}
