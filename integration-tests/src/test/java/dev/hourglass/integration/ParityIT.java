package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.train.TrainListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same run on every backend: initial weights, order of the data and noise are the same numbers, so only
 * rounding may differ.
 */
class ParityIT {
    private static final int STEPS = 50;
    private static final int BATCH = 16;
    /**
     * Relative difference of the loss of each step. The largest seen is 5e-6: rounding, grown over fifty
     * steps of Adam, whose first steps are the signs of gradients. One wrong random number or row moves a
     * loss by 1e-2.
     */
    private static final double LOSS = 5e-5;
    private static final Dataset DIGITS = SyntheticDigits.of("digits", 5, 0, BATCH * STEPS);

    /** What the reference, the slowest of all, has learnt for the first of the others. */
    private static final Map<Learning, List<Double>> REFERENCE = new HashMap<>();

    private record Learning(Autoencoder model, Objective objective) {
    }

    static Stream<String> others() {
        return Backends.found().stream().filter(found -> found.availability() instanceof Availability.Ready)
                .map(Backends.Found::name).filter(name -> !name.equals("reference"));
    }

    @Test
    void atLeastOneBackendIsComparedWithTheReference() {
        assertTrue(others().count() > 0, Backends.found().toString());
    }

    @ParameterizedTest
    @MethodSource("others")
    void compressionLearnsAsOnTheReference(String backend) {
        compare(backend, Tutorial.compression(DIGITS.shape(), 20), Objective.reconstruction());
    }

    /** Batch norms, and codes cut at random. */
    @ParameterizedTest
    @MethodSource("others")
    void theLayersOfTheCompressorLearnAsOnTheReference(String backend) {
        compare(backend, CompressorModel.layers(DIGITS.shape(), 20), Objective.reconstruction());
    }

    /**
     * Starts at principal components. With 15 numbers or more it would begin without an error on these 16
     * images, and Adam would make steps of the usual length out of the rounding errors in its gradients.
     */
    @ParameterizedTest
    @MethodSource("others")
    void theCompressorLearnsAsOnTheReference(String backend) {
        compare(backend, CompressorModel.of(DIGITS.shape(), 8), Objective.reconstruction());
    }

    @ParameterizedTest
    @MethodSource("others")
    void denoisingLearnsAsOnTheReference(String backend) {
        compare(backend, Tutorial.denoising(DIGITS.shape()),
                Objective.denoising(new Corruption.Gaussian(0.4f)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void theSameSeedGivesTheSameBits(String backend) {
        var model = Tutorial.denoising(DIGITS.shape());
        var objective = Objective.denoising(new Corruption.Gaussian(0.4f));
        try (var choice = Backends.open(backend + "!", Options.standard())) {
            var first = training(model, objective).fit(DIGITS, choice.backend()).model().tensors();
            var second = training(model, objective).fit(DIGITS, choice.backend()).model().tensors();
            first.names().forEach(name -> assertArrayEquals(first.values(name), second.values(name), name));
        }
    }

    private static void compare(String backend, Autoencoder model, Objective objective) {
        List<Double> expected = REFERENCE.computeIfAbsent(new Learning(model, objective),
                learning -> losses("reference", learning.model, learning.objective));
        List<Double> found = losses(backend, model, objective);
        assertEquals(STEPS, found.size());
        for (int step = 0; step < STEPS; step++) {
            assertEquals(expected.get(step), found.get(step), LOSS * expected.get(step),
                    "loss at step " + step + " on " + backend + " against the reference");
        }
        assertTrue(found.getLast() < 0.8 * found.getFirst(), "it learns: " + found);
    }

    /** The loss of every step: an epoch is one batch. */
    private static List<Double> losses(String backend, Autoencoder model, Objective objective) {
        var losses = new ArrayList<Double>();
        try (var choice = Backends.open(backend + "!", Options.standard())) {
            training(model, objective).epochs(STEPS).listener(new TrainListener() {
                @Override
                public void epoch(Epoch epoch) {
                    losses.add(epoch.loss());
                }
            }).fit(SyntheticDigits.of("digits", 5, 0, BATCH), choice.backend());
        }
        return losses;
    }

    private static Training training(Autoencoder model, Objective objective) {
        return Training.of(model, objective).batch(BATCH).epochs(1).seed(3);
    }
}
