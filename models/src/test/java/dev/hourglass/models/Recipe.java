package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Dropout;
import dev.hourglass.nn.Flatten;
import dev.hourglass.nn.GaussianNoise;
import dev.hourglass.nn.NestedDropout;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Sequential;
import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.Schedule;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Criterion;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.TrainListener;
import dev.hourglass.train.TrainReport;
import java.util.Optional;
import java.util.stream.Stream;

/** A small training that has its own things to remember from step to step. */
record Recipe(String name, Autoencoder model, Objective objective, TrainConfig config,
        Optional<Dataset> validation) {
    static final int BATCH = 8;
    /** Five batches, the last one of five rows. */
    static final Dataset DATA = new Blobs(37, 8, 8);
    static final int PER_EPOCH = 5;
    private static final Dataset VALIDATION = new Blobs(11, 8, 8);

    @Override
    public String toString() {
        return name;
    }

    static Stream<Recipe> all() {
        var noise = new Corruption.Gaussian(0.3f);
        var adam = new Objective(new Criterion.BinaryCrossEntropy(), noise, Optimizer.Adam.of(0.1f),
                new Clipping.Norm(0.1f));
        var decayed = new Objective(new Criterion.MeanSquaredError(), new Corruption.None(),
                Optimizer.Adam.withDecay(0.01f, 0.1f), new Clipping.None());
        var momentum = adam.withOptimizer(Optimizer.Sgd.of(0.3f, 0.9f)).withClipping(new Clipping.None());
        return Stream.of(
                new Recipe("early stopping, cosine, clipping", small(), adam,
                        TrainConfig.of(12, 3).withSchedule(new Schedule.Cosine(0.2, 0.1))
                                .withStopping(new Stopping.Patience(2, 0)),
                        Optional.of(VALIDATION)),
                new Recipe("early stopping by the training loss, steps, momentum", small(), momentum,
                        TrainConfig.of(4, 4).withSchedule(new Schedule.Steps(0.3, 0.5))
                                .withStopping(new Stopping.Patience(4, 0)),
                        Optional.empty()),
                new Recipe("last epoch, weight decay", small(), decayed, TrainConfig.of(3, 5),
                        Optional.of(VALIDATION)),
                new Recipe("best epoch", CompressorModel.of(DATA.shape(), 6),
                        decayed.withOptimizer(Optimizer.Adam.withDecay(0.003f, 0.1f)),
                        CompressorModel.config(5, 6), Optional.of(VALIDATION)),
                new Recipe("principal components, better than any epoch", CompressorModel.of(DATA.shape(), 3),
                        decayed, CompressorModel.config(4, 6), Optional.of(VALIDATION)));
    }

    private static Autoencoder small() {
        var encoder = Sequential.of(new GaussianNoise(0.1f),
                Conv2d.same(3, 3, 2, new Activation.Identity()),
                BatchNorm.standard(new Activation.Relu()), new Dropout(0.2f), new Flatten(), Dense.linear(4),
                new NestedDropout(0.5f));
        var decoder = Sequential.of(Dense.of(64, new Activation.Sigmoid()), Reshape.to(8, 8, 1));
        return new Autoencoder("small", DATA.shape(), Sizes.fixed(), encoder, decoder);
    }

    /** Ready to fit {@link #DATA}. */
    Training training() {
        var training = Training.of(model, objective).batch(BATCH).config(config);
        validation.ifPresent(training::validation);
        return training;
    }

    /** Weights bit by bit, and everything of the reports but times. */
    static void same(Training.Result expected, Training.Result found, String when) {
        for (String name : expected.model().tensors().names()) {
            assertArrayEquals(bits(expected, name), bits(found, name), () -> name + ", " + when);
        }
        assertEquals(untimed(expected.report()), untimed(found.report()), when);
    }

    private static int[] bits(Training.Result result, String name) {
        float[] values = result.model().tensors().values(name);
        var bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    private static TrainReport untimed(TrainReport report) {
        var epochs = report.epochs().stream().map(each -> new TrainListener.Epoch(each.epoch(), each.loss(),
                each.validation(), each.best(), each.weights(), 0)).toList();
        return new TrainReport(report.outcome(), report.beginning(), epochs, report.kept(), report.rows(), 0,
                0);
    }
}
