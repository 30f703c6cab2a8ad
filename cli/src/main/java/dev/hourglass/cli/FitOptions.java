package dev.hourglass.cli;

import dev.hourglass.train.Stopping;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a model is trained. */
public final class FitOptions {
    private static final String KEEP = "--keep";
    private static final String BEST = "best";
    private static final String LAST = "last";

    @Option(names = "--epochs", paramLabel = "N",
            description = "Passes over the training images. Default: 10; 20 for the model compressor, 15 for the "
                    + "denoisers")
    private Integer epochs;

    @Option(names = "--batch", paramLabel = "N",
            description = "Images in a training step. Default: 128; 256 for the model compressor, 64 for the "
                    + "denoisers")
    private Integer batch;

    @Option(names = "--learning-rate", paramLabel = "R",
            description = "Size of the steps. Default: 0.001; 0.002 for the model compressor, 0.003 for the "
                    + "denoisers")
    private Float rate;

    @Option(names = "--optimizer", paramLabel = "NAME",
            description = "adam, adamw or sgd (with momentum 0.9). Default: adam; adamw for the models "
                    + "compressor and denoiser")
    private String optimizer;

    @Option(names = "--weight-decay", paramLabel = "W",
            description = "Pull of the weights towards zero; for adamw (default 0.01) and sgd (default 0).")
    private Float decay;

    @Option(names = "--clip", paramLabel = "N",
            description = "Longest gradient; longer ones are scaled down to it. Default: no limit")
    private Float clip;

    @Option(names = "--schedule", paramLabel = "NAME",
            description = "constant, or cosine: rises over the first twentieth of the steps, then falls to 0. "
                    + "Default: constant; cosine for the models compressor and denoiser")
    private String schedule;

    @Option(names = "--patience", paramLabel = "N",
            description = "Ends after N epochs without a lower validation loss, with the best weights. Default: "
                    + "trains all epochs")
    private Integer patience;

    @Option(names = KEEP, paramLabel = "WHICH",
            description = "best: the weights of the epoch with the lowest validation loss, or those it started "
                    + "at where they are principal components and no epoch is better; last: those of the last "
                    + "epoch. Default: last; best for the model compressor, and with --patience")
    private String keep;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Of the first weights, the order of the images and the noise. The same seed on the same "
                    + "backend gives the same model. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    /** @param usual what holds where nothing was said */
    public FitChoice choice(FitDefaults usual) {
        var step = new FitChoice.Step(Optional.ofNullable(optimizer).orElse(usual.optimizer()),
                Optional.ofNullable(rate).orElse(usual.rate()), Optional.ofNullable(decay),
                Optional.ofNullable(clip), Optional.ofNullable(schedule).orElse(usual.schedule()));
        return new FitChoice(Optional.ofNullable(epochs).orElse(usual.epochs()),
                Optional.ofNullable(batch).orElse(usual.batch()), step, stopping(usual), seed);
    }

    private Stopping stopping(FitDefaults usual) {
        var wanted = Optional.ofNullable(keep).map(FitOptions::kept);
        if (patience == null) {
            return wanted.orElse(usual.stopping());
        }
        if (wanted.filter(Stopping.Never.class::isInstance).isPresent()) {
            throw new WrongOption("--keep: --patience ends with the best weights, found '" + keep + "'");
        }
        WrongOption.atLeastOne("--patience", patience);
        return new Stopping.Patience(patience, 0);
    }

    private static Stopping kept(String which) {
        return switch (which) {
            case BEST -> new Stopping.KeepBest();
            case LAST -> new Stopping.Never();
            default -> throw new WrongOption("--keep: expected best or last, found '" + which + "'");
        };
    }

    /** The options that say so. */
    static List<String> words(Stopping stopping) {
        return switch (stopping) {
            case Stopping.Never _ -> List.of(KEEP, LAST);
            case Stopping.KeepBest _ -> List.of(KEEP, BEST);
            case Stopping.Patience each -> List.of("--patience", String.valueOf(each.patience()));
        };
    }
}
