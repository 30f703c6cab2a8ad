package dev.hourglass.cli;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Tutorial;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.models.denoise.Augmentation;
import dev.hourglass.models.denoise.DenoiserModel;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Shape;
import java.util.List;
import java.util.Locale;

/**
 * A model and what it is trained to do, as users write it.
 *
 * @param name    of a model, or auto: the denoiser that fits the images
 * @param latent  numbers in a code, where the model has a choice
 * @param noise   as {@link Corruption#parse} reads it
 * @param loss    bce or mse
 * @param augment how training images are varied: auto, or as {@link Augmentation} names it
 */
public record ModelChoice(String name, int latent, String noise, String loss, String augment) {
    public static final String DENOISER = DenoiserModel.NAME;
    public static final String FINE_DENOISER = DenoiserModel.FINE;
    public static final String COMPRESSION = "tutorial-compression";
    public static final String DENOISING = "tutorial-denoising";
    public static final String COMPRESSOR = CompressorModel.NAME;
    private static final List<String> NAMES = List.of(COMPRESSOR, DENOISER, FINE_DENOISER, COMPRESSION,
            DENOISING);
    public static final int LATENT = 20;
    public static final String BCE = "bce";
    public static final String MSE = "mse";
    private static final String NONE = "none";
    private static final String AUTO = "auto";
    /** Denoiser where nothing is said. */
    public static final String USUAL_DENOISER = AUTO;
    private static final List<String> AUGMENT = List.of(AUTO, NONE, "turn", "overlay");

    public ModelChoice {
        if (latent < 1) {
            throw new WrongOption("--latent: expected 1 or more, found " + latent);
        }
        if (!NAMES.contains(name) && !name.equals(AUTO)) {
            throw new WrongOption("--model: expected one of " + String.join(", ", NAMES) + ", found '" + name
                    + "'");
        }
        if (!AUGMENT.contains(augment)) {
            throw new WrongOption(
                    "--augment: expected one of " + String.join(", ", AUGMENT) + ", found '" + augment + "'");
        }
        if (!loss.equals(BCE) && !loss.equals(MSE)) {
            throw new WrongOption("--loss: expected " + BCE + " or " + MSE + ", found '" + loss + "'");
        }
    }

    /** Images as they are. */
    public ModelChoice(String name, int latent, String noise, String loss) {
        this(name, latent, noise, loss, NONE);
    }

    /** Models that can be trained by name. */
    public static List<String> names() {
        return NAMES;
    }

    public static String usualName(Task task) {
        return task == Task.DENOISE ? USUAL_DENOISER : COMPRESSOR;
    }

    public static String usualNoise(Task task) {
        return task == Task.DENOISE ? "gaussian:0.4" : "none";
    }

    /** For a task and the name of a model. */
    public static String usualLoss(Task task, String name) {
        return task == Task.DENOISE && !isDenoiser(name) ? BCE : MSE;
    }

    /** The tutorial's models see images as they are, as in the tutorial. */
    public static String usualAugment(String name) {
        return isDenoiser(name) ? AUTO : NONE;
    }

    private static boolean isDenoiser(String name) {
        return name.equals(AUTO) || name.equals(DENOISER) || name.equals(FINE_DENOISER);
    }

    /** The same with the name of a model in place of auto, which is the denoiser that fits such images. */
    public ModelChoice fitting(Shape row) {
        return name.equals(AUTO) && row.rank() == 3
                ? new ModelChoice(DenoiserModel.fitting(row).name(), latent, noise, loss, augment) : this;
    }

    /** The usual model for a task, as it is usually trained. */
    public static ModelChoice usual(Task task) {
        String name = usualName(task);
        return new ModelChoice(name, LATENT, usualNoise(task), usualLoss(task, name), usualAugment(name));
    }

    /** Training images as they are shown to the model. */
    public Dataset augmented(Dataset images, long seed) {
        var augmentation = augment.equals(AUTO) ? Augmentation.fitting(images)
                : Augmentation.valueOf(augment.toUpperCase(Locale.ROOT));
        return augmentation.of(images, seed);
    }

    /** The model for rows of a shape. */
    public Autoencoder model(Shape row) {
        if (row.rank() != 3 && !name.equals(COMPRESSOR)) {
            throw new WrongOption("--model: " + name + " takes images; for a table use " + COMPRESSOR);
        }
        if (row.rank() != 3 && !loss.equals(MSE)) {
            throw new WrongOption("--loss: " + loss + " is for values from 0 to 1; for a table use " + MSE);
        }
        return switch (name) {
            // Cross-entropy is computed from what goes into a sigmoid, which only the layers end in.
            case COMPRESSOR -> loss.equals(BCE) ? CompressorModel.layers(row, latent)
                    : CompressorModel.of(row, latent);
            case AUTO -> DenoiserModel.fitting(row);
            case DENOISER -> DenoiserModel.of(row);
            case FINE_DENOISER -> DenoiserModel.fine(row);
            case COMPRESSION -> Tutorial.compression(row, latent);
            default -> Tutorial.denoising(row);
        };
    }

    /** Whether the user chooses how many numbers a code has. */
    public boolean hasLatent() {
        return !name.equals(DENOISING) && !isDenoiser(name);
    }

    /** How it is trained where nothing else is said. */
    public FitDefaults usualFit() {
        return switch (name) {
            case COMPRESSOR -> FitDefaults.COMPRESSOR;
            case AUTO, DENOISER, FINE_DENOISER -> FitDefaults.DENOISER;
            default -> FitDefaults.STANDARD;
        };
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
