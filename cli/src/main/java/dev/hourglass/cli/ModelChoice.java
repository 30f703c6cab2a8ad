package dev.hourglass.cli;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Shape;

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
    public static final int LATENT = 20;
    public static final String BCE = "bce";
    public static final String MSE = "mse";

    public ModelChoice {
        if (latent < 1) {
            throw new WrongOption("--latent: expected 1 or more, found " + latent);
        }
        if (!name.equals(COMPRESSION) && !name.equals(DENOISING)) {
            throw new WrongOption("--model: expected " + COMPRESSION + " or " + DENOISING + ", found '" + name
                    + "'");
        }
        if (!loss.equals(BCE) && !loss.equals(MSE)) {
            throw new WrongOption("--loss: expected " + BCE + " or " + MSE + ", found '" + loss + "'");
        }
    }

    public static String usualName(Task task) {
        return task == Task.DENOISE ? DENOISING : COMPRESSION;
    }

    public static String usualNoise(Task task) {
        return task == Task.DENOISE ? "gaussian:0.4" : "none";
    }

    public static String usualLoss(Task task) {
        return task == Task.DENOISE ? BCE : MSE;
    }

    /** The model for rows of a shape. */
    public Autoencoder model(Shape row) {
        return name.equals(COMPRESSION) ? Tutorial.compression(row, latent) : Tutorial.denoising(row);
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
