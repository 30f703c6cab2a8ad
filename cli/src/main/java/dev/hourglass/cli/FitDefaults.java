package dev.hourglass.cli;

import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.models.denoise.DenoiserTraining;

/** How a model is trained where users say nothing. */
public record FitDefaults(int epochs, int batch, float rate, String optimizer, String schedule) {
    /** The classic tutorial's settings. */
    public static final FitDefaults STANDARD = new FitDefaults(10, 128, 1e-3f, "adam", "constant");
    /** Those of {@link CompressorModel}. */
    public static final FitDefaults COMPRESSOR = new FitDefaults(20, CompressorModel.BATCH,
            CompressorModel.RATE, "adamw", "cosine");
    /** Those of {@link dev.hourglass.models.denoise.DenoiserModel}. */
    public static final FitDefaults DENOISER = new FitDefaults(DenoiserTraining.EPOCHS,
            DenoiserTraining.BATCH, DenoiserTraining.RATE, "adamw", "cosine");
}
