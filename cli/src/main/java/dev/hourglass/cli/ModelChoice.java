package dev.hourglass.cli;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Tutorial;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Shape;
import java.util.List;

/**
 * A model and what it is trained to do, as users write it.
 *
 * @param name   of a model
 * @param latent numbers in a code, where the model has a choice
 * @param noise  as {@link Corruption#parse} reads it
 * @param loss   bce or mse
 */
public record ModelChoice(String name, int latent, String noise, String loss) {
    public static final String COMPRESSION = "tutorial-compression";
    public static final String DENOISING = "tutorial-denoising";
    public static final String COMPRESSOR = CompressorModel.NAME;
    private static final List<String> NAMES = List.of(COMPRESSOR, COMPRESSION, DENOISING);
    public static final int LATENT = 20;
    public static final String BCE = "bce";
    public static final String MSE = "mse";

    public ModelChoice {
        if (latent < 1) {
            throw new WrongOption("--latent: expected 1 or more, found " + latent);
        }
        if (!NAMES.contains(name)) {
            throw new WrongOption("--model: expected one of " + String.join(", ", NAMES) + ", found '" + name
                    + "'");
        }
        if (!loss.equals(BCE) && !loss.equals(MSE)) {
            throw new WrongOption("--loss: expected " + BCE + " or " + MSE + ", found '" + loss + "'");
        }
    }

    /** Models that can be trained by name. */
    public static List<String> names() {
        return NAMES;
    }

    public static String usualName(Task task) {
        return task == Task.DENOISE ? DENOISING : COMPRESSOR;
    }

    public static String usualNoise(Task task) {
        return task == Task.DENOISE ? "gaussian:0.4" : "none";
    }

    public static String usualLoss(Task task) {
        return task == Task.DENOISE ? BCE : MSE;
    }

    /** The model for rows of a shape. */
    public Autoencoder model(Shape row) {
        return switch (name) {
            case COMPRESSOR -> CompressorModel.of(row, latent);
            case COMPRESSION -> Tutorial.compression(row, latent);
            default -> Tutorial.denoising(row);
        };
    }

    /** Whether the user chooses how many numbers a code has. */
    public boolean hasLatent() {
        return !name.equals(DENOISING);
    }

    /** How it is trained where nothing else is said. */
    public FitDefaults usualFit() {
        return name.equals(COMPRESSOR) ? FitDefaults.COMPRESSOR : FitDefaults.STANDARD;
    }

    public Corruption corruption(Task task) {
        try {
            var corruption = Corruption.parse(noise);
            if (task == Task.DENOISE && corruption instanceof Corruption.None) {
                throw new WrongOption(
                        "--noise: a denoiser needs noise to remove, such as gaussian:0.4, found none");
            }
            return corruption;
        } catch (IllegalArgumentException e) {
            throw new WrongOption("--noise: " + e.getMessage(), e);
        }
    }

    public Criterion criterion() {
        return loss.equals(BCE) ? new Criterion.BinaryCrossEntropy() : new Criterion.MeanSquaredError();
    }
}
