package dev.hourglass.models.denoise;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.Schedule;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.TrainListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Trains a denoiser on clean images: noise is put on them anew each time they are shown.
 *
 * <pre>
 * var result = Denoiser.training().noise(Corruption.parse("gaussian:0.1..0.5")).fit(images, backend);
 * result.model().save(Path.of("denoiser.safetensors"));
 * </pre>
 */
public final class DenoiserTraining {
    /** Epochs where nothing else is said. */
    public static final int EPOCHS = 15;
    /** Images of a step where nothing else is said. */
    public static final int BATCH = 64;
    /** Largest learning rate of AdamW where nothing else is said. */
    public static final float RATE = 3e-3f;
    /** Weight decay of AdamW. */
    public static final float DECAY = 0.01f;
    /** Noise where nothing else is said. */
    public static final Corruption NOISE = new Corruption.Gaussian(0.4f);
    private static final double WARMUP = 0.05;

    private Corruption noise = NOISE;
    private Function<Shape, Autoencoder> network = DenoiserModel::fitting;
    private Optional<Augmentation> augmentation = Optional.empty();
    private Optional<Dataset> validation = Optional.empty();
    private int epochs = EPOCHS;
    private int batch = BATCH;
    private long seed = 1;
    private final List<TrainListener> listeners = new ArrayList<>();

    DenoiserTraining() {
    }

    /** What is done to the images. */
    public DenoiserTraining noise(Corruption changed) {
        noise = changed;
        return this;
    }

    /** Which network learns, for the images' shape; {@link DenoiserModel#fitting} otherwise. */
    public DenoiserTraining network(Function<Shape, Autoencoder> changed) {
        network = changed;
        return this;
    }

    /** How images are varied; otherwise as {@link Augmentation#fitting} says. */
    public DenoiserTraining augmentation(Augmentation changed) {
        augmentation = Optional.of(changed);
        return this;
    }

    public DenoiserTraining epochs(int changed) {
        epochs = changed;
        return this;
    }

    /** Images of one step. */
    public DenoiserTraining batch(int images) {
        batch = images;
        return this;
    }

    public DenoiserTraining seed(long changed) {
        seed = changed;
        return this;
    }

    /** Images that only show how training goes. */
    public DenoiserTraining validation(Dataset images) {
        validation = Optional.of(images);
        return this;
    }

    public DenoiserTraining listener(TrainListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Squared error of the clean image, by AdamW. */
    public Objective objective() {
        return new Objective(new Criterion.MeanSquaredError(), noise, Optimizer.Adam.withDecay(RATE, DECAY),
                new Clipping.None());
    }

    /** Trains on clean images; the backend stays open. */
    public Training.Result fit(Dataset images, Backend backend) {
        return fit(images, backend, (_, _) -> {
        });
    }

    /** The same, with a look at the trained session, for evaluations and pictures. */
    public Training.Result fit(Dataset images, Backend backend, Training.Afterwards afterwards) {
        var config = new TrainConfig(epochs, RATE, new Schedule.Cosine(WARMUP, 0), new Stopping.Never(),
                seed);
        var training = Training.of(network.apply(images.shape()), objective()).batch(batch).config(config);
        validation.ifPresent(training::validation);
        listeners.forEach(training::listener);
        return training.fit(augmentation.orElseGet(() -> Augmentation.fitting(images)).of(images, seed),
                backend, afterwards);
    }
}
