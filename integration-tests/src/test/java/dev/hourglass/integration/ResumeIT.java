package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.CheckpointFolder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.models.denoise.Augmentation;
import dev.hourglass.models.denoise.DenoiserModel;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.Schedule;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.train.Checkpoints;
import dev.hourglass.train.Interval;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.TrainListener.Epoch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    /** The process dies. A cancelled fit would make a detector of what is finished. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static AnomalyDetector fit(Dataset rows, DetectorSettings settings, Backends.Choice choice,
            Path store, int last) {
        var asked = new int[1];
        var checkpoints = CheckpointFolder.of(store, note -> {
            throw new AssertionError(note);
        });
        return AnomalyDetector.fit(rows, settings, Holdout.of(0.2), choice.backend(), new FitListener() {
            @Override
            public Optional<Checkpoints> checkpoints(Part part) {
                return FitListener.keeping(checkpoints, new Interval.Steps(1)).checkpoints(part);
            }

            @Override
            public boolean isCancelled() {
                if (++asked[0] > last) {
                    throw new Killed();
                }
                return false;
            }
        }).detector();
    }

    /** A detector is trained in three parts, each of which is cut once. */
    private void check(String backend, Dataset rows, DetectorSettings settings, List<Integer> cuts) {
        try (var choice = Backends.open(backend + "!", Options.standard())) {
            var expected = fit(rows, settings, choice, folder.resolve("whole"), Integer.MAX_VALUE);
            for (int cut : cuts) {
                Path store = folder.resolve(backend + cut);
                assertThrows(Killed.class, () -> fit(rows, settings, choice, store, cut));
                var found = fit(rows, settings, choice, store, Integer.MAX_VALUE);
                assertEquals(expected.weightHashes(), found.weightHashes(), "after " + cut + " steps");
                assertArrayEquals(expected.calibration().scores(), found.calibration().scores(), 0f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theDetectorOfATable(String backend) {
        check(backend, rows(Shape.of(12), 200), DetectorSettings.contaminated(1).withSteps(10),
                List.of(5, 17, 29));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theDetectorOfSmallImages(String backend) {
        check(backend, DIGITS, DetectorSettings.contaminated(1), List.of(3, 6, 11));
    }

    /** The reference backend would take minutes for it. */
    @ParameterizedTest
    @MethodSource("fastBackends")
    void theDetectorOfImagesPatchByPatch(String backend) {
        check(backend, rows(Shape.of(40, 36, 3), 8), DetectorSettings.contaminated(1).withSteps(1),
                List.of(3, 6, 11));
    }

    static Stream<String> fastBackends() {
        return backends().filter(each -> !each.equals("reference"));
    }

    private static Dataset rows(Shape row, int count) {
        var values = new float[row.elements() * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7919L % 1009) / 1009f;
        }
        return Datasets.of("rows", row, values);
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
