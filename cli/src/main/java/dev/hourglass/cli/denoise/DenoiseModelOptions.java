package dev.hourglass.cli.denoise;

import dev.hourglass.cli.ModelChoice;
import dev.hourglass.cli.Task;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model learns to remove noise, and which noise. */
final class DenoiseModelOptions {
    @Option(names = "--model", paramLabel = "NAME", defaultValue = ModelChoice.DENOISING,
            description = "tutorial-denoising (fully convolutional, any image size) or tutorial-compression "
                    + "(dense decoder, one image size). Default: ${DEFAULT-VALUE}")
    private String name = ModelChoice.DENOISING;

    @Option(names = "--latent", paramLabel = "K", defaultValue = "" + ModelChoice.LATENT,
            description = "Numbers in a code of tutorial-compression. Default: ${DEFAULT-VALUE}")
    private int latent = ModelChoice.LATENT;

    @Option(names = "--noise", paramLabel = "NOISE",
            description = "gaussian:DEVIATION; noisy images are clipped to [0, 1]. Default: gaussian:0.4")
    private String noise;

    @Option(names = "--loss", paramLabel = "LOSS",
            description = "bce (binary cross-entropy) or mse (mean squared error). Default: bce")
    private String loss;

    ModelChoice choice() {
        return new ModelChoice(name, latent,
                Optional.ofNullable(noise).orElse(ModelChoice.usualNoise(Task.DENOISE)),
                Optional.ofNullable(loss).orElse(ModelChoice.usualLoss(Task.DENOISE)));
    }
}
