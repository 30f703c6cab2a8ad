package dev.hourglass.cli;

import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.models.denoise.DenoiserTraining;
import dev.hourglass.train.Stopping;

/** How a model is trained where users say nothing. */
public record FitDefaults(int epochs, int batch, float rate, String optimizer, String schedule,
        Stopping stopping) {
    /** The classic tutorial's settings. */
    public static final FitDefaults STANDARD = new FitDefaults(10, 128, 1e-3f, "adam", "constant",
            new Stopping.Never());
    /** Those of {@link CompressorModel}. */
    public static final FitDefaults COMPRESSOR = new FitDefaults(20, CompressorModel.BATCH,
            CompressorModel.RATE, "adamw", "cosine", new Stopping.KeepBest());
    /** Those of {@link dev.hourglass.models.denoise.DenoiserModel}. */
    public static final FitDefaults DENOISER = new FitDefaults(DenoiserTraining.EPOCHS,
            DenoiserTraining.BATCH, DenoiserTraining.RATE, "adamw", "cosine", new Stopping.Never());
}
