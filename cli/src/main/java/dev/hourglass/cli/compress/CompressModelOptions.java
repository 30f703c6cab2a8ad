package dev.hourglass.cli.compress;

import dev.hourglass.cli.ModelChoice;
import dev.hourglass.cli.Task;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model learns to compress, and to what end. */
final class CompressModelOptions {
    @Option(names = "--model", paramLabel = "NAME", defaultValue = ModelChoice.COMPRESSOR,
            description = "compressor (dense, deep, its numbers in order of worth), tutorial-compression (the classic "
                    + "tutorial's), or tutorial-denoising (fully convolutional, any image size). Default: "
                    + "${DEFAULT-VALUE}")
    private String name = ModelChoice.COMPRESSOR;

    @Option(names = "--latent", paramLabel = "K", defaultValue = "" + ModelChoice.LATENT,
            description = "Numbers in a code of compressor and tutorial-compression. Default: ${DEFAULT-VALUE}")
    private int latent = ModelChoice.LATENT;

    @Option(names = "--noise", paramLabel = "NOISE",
            description = "What is done to an image before it is encoded: none, or gaussian:DEVIATION. "
                    + "Default: none")
    private String noise;

    @Option(names = "--loss", paramLabel = "LOSS",
            description = "mse (mean squared error) or bce (binary cross-entropy). Default: mse")
    private String loss;

    ModelChoice choice() {
        return new ModelChoice(name, latent,
                Optional.ofNullable(noise).orElse(ModelChoice.usualNoise(Task.COMPRESS)),
                Optional.ofNullable(loss).orElse(ModelChoice.usualLoss(Task.COMPRESS, name)));
    }
}
