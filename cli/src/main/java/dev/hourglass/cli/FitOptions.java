package dev.hourglass.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How a model is trained. */
public final class FitOptions {
    @Option(names = "--epochs", paramLabel = "N", defaultValue = "10",
            description = "Passes over the training images. Default: ${DEFAULT-VALUE}")
    private int epochs = 10;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128",
            description = "Images in a training step. Default: ${DEFAULT-VALUE}")
    private int batch = 128;

    @Option(names = "--learning-rate", paramLabel = "R", defaultValue = "0.001",
            description = "Size of the steps. Default: ${DEFAULT-VALUE}")
    private float rate = 1e-3f;

    @Option(names = "--optimizer", paramLabel = "NAME", defaultValue = "adam",
            description = "adam, adamw or sgd (with momentum 0.9). Default: ${DEFAULT-VALUE}")
    private String optimizer = "adam";

    @Option(names = "--weight-decay", paramLabel = "W",
            description = "Pull of the weights towards zero; for adamw (default 0.01) and sgd (default 0).")
    private Float decay;

    @Option(names = "--clip", paramLabel = "N",
            description = "Longest gradient; longer ones are scaled down to it. Default: no limit")
    private Float clip;

    @Option(names = "--schedule", paramLabel = "NAME", defaultValue = "constant",
            description = "constant, or cosine: rises over the first twentieth of the steps, then falls to 0. "
                    + "Default: ${DEFAULT-VALUE}")
    private String schedule = "constant";

    @Option(names = "--patience", paramLabel = "N",
            description = "Ends after N epochs without a lower validation loss, with the best weights. Default: "
                    + "trains all epochs")
    private Integer patience;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Of the first weights, the order of the images and the noise. The same seed on the same "
                    + "backend gives the same model. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    public FitChoice choice() {
        var step = new FitChoice.Step(optimizer, rate, Optional.ofNullable(decay), Optional.ofNullable(clip),
                schedule);
        return new FitChoice(epochs, batch, step, Optional.ofNullable(patience), seed);
    }
}
