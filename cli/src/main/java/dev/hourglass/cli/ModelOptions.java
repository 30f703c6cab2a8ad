package dev.hourglass.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model is trained, and to what end. */
final class ModelOptions {
    @Option(names = "--model", paramLabel = "NAME",
            description = "tutorial-compression (dense decoder, one image size) or tutorial-denoising (fully "
                    + "convolutional, any image size). Default: the one named after the task")
    private String name;

    @Option(names = "--latent", paramLabel = "K", defaultValue = "20",
            description = "Numbers in a code of tutorial-compression. Default: ${DEFAULT-VALUE}")
    private int latent = ModelChoice.LATENT;

    @Option(names = "--noise", paramLabel = "NOISE",
            description = "none, or gaussian:DEVIATION; noisy images are clipped to [0, 1]. Default: gaussian:0.4 for "
                    + "denoise, none for compress")
    private String noise;

    @Option(names = "--loss", paramLabel = "LOSS",
            description = "bce (binary cross-entropy) or mse (mean squared error). Default: bce for denoise, mse "
                    + "for compress")
    private String loss;

    ModelChoice choice(Task task) {
        return new ModelChoice(
                Optional.ofNullable(name).orElse(ModelChoice.usualName(task)), latent,
                Optional.ofNullable(noise).orElse(ModelChoice.usualNoise(task)),
                Optional.ofNullable(loss).orElse(ModelChoice.usualLoss(task)));
    }
}
