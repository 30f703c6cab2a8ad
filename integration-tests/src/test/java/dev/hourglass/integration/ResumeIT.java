package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.CheckpointFolder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.models.denoise.Augmentation;
import dev.hourglass.models.denoise.DenoiserModel;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.Schedule;
import dev.hourglass.plan.Criterion;
import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.train.Interval;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.TrainListener.Epoch;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On every backend a training that was cut off goes on to the same bits, whatever lies in its own layouts.
 */
class ResumeIT {
    private static final int BATCH = 16;
    /** Four batches, the last one of seven rows. */
    private static final Dataset DIGITS = SyntheticDigits.of("digits", 5, 0, 3 * BATCH + 7);
    private static final Dataset WATCHED = SyntheticDigits.of("watched", 6, 0, 20);
    private static final TrainConfig CONFIG = TrainConfig.of(3, 2).withSchedule(new Schedule.Cosine(0.2, 0))
            .withStopping(new Stopping.KeepBest());
    private static final List<Integer> CUTS = List.of(1, 4, 7, 10);

    @TempDir
    private Path folder;

    static Stream<String> backends() {
        return Backends.found().stream().filter(found -> found.availability() instanceof Availability.Ready)
                .map(Backends.Found::name);
    }

    private Training.Result train(Autoencoder model, Objective objective, Backends.Choice choice, Path store,
            int last) {
        var asked = new int[1];
        var images = Augmentation.OVERLAY.of(DIGITS, 3);
        return Training.of(model, objective).batch(BATCH).config(CONFIG).validation(WATCHED)
                .checkpoints(CheckpointFolder.of(store, note -> {
                    throw new AssertionError(note);
                }), new Interval.Steps(1)).cancelledBy(() -> {
                    if (++asked[0] > last) {
                        throw new CancellationException();
                    }
                    return false;
                }).fit(images, choice.backend());
    }

    private void check(String backend, Autoencoder model, Objective objective) {
        try (var choice = Backends.open(backend + "!", Options.standard())) {
            var expected = train(model, objective, choice, folder.resolve("whole"), Integer.MAX_VALUE);
            for (int cut : CUTS) {
                Path store = folder.resolve(backend + cut);
                assertThrows(CancellationException.class, () -> train(model, objective, choice, store, cut));
                var found = train(model, objective, choice, store, Integer.MAX_VALUE);
                for (String name : expected.model().tensors().names()) {
                    assertArrayEquals(expected.model().tensors().values(name),
                            found.model().tensors().values(name),
                            0f, name + " after " + cut + " steps");
                }
                assertEquals(expected.report().epochs().stream().map(Epoch::weights).toList(),
                        found.report().epochs().stream().map(Epoch::weights).toList());
                assertEquals(expected.report().kept(), found.report().kept());
            }
        }
    }

    /** Batch norms, and codes cut at random. */
    @ParameterizedTest
    @MethodSource("backends")
    void theCompressor(String backend) {
        check(backend, CompressorModel.of(DIGITS.shape(), 8),
                Objective.reconstruction().withOptimizer(Optimizer.Adam.withDecay(0.002f, 0.01f)));
    }

    /** Convolutions in the backend's own layout. */
    @ParameterizedTest
    @MethodSource("backends")
    void theDenoiser(String backend) {
        var objective = Objective.denoising(Corruption.parse("gaussian:0.1..0.5"))
                .withCriterion(new Criterion.MeanSquaredError())
                .withOptimizer(Optimizer.Adam.withDecay(0.003f, 0.01f));
        if (backend.equals("reference")) {
            check(backend, Tutorial.denoising(DIGITS.shape()), objective);
        } else {
            check(backend, DenoiserModel.of(DIGITS.shape()), objective);
        }
    }
}
