package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataPlaces;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.KnownData;
import dev.hourglass.data.KnownData.Part;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Criterion;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Short runs on the real MNIST; {@code docs/results.md} has the long ones. */
@EnabledIfEnvironmentVariable(named = "HOURGLASS_DATA", matches = ".+",
        disabledReason = "real data is needed: set HOURGLASS_DATA to a folder with mnist and kmnist in it")
class MnistIT {

    /**
     * PCA with twenty components has 0.0235, Keras with this model and these settings 0.0277 after one epoch.
     */
    @Test
    void oneEpochOfCompressionIsBetterThanPrincipalComponents() {
        var train = open("mnist", Part.TRAIN);
        var metrics = train(Tutorial.compression(train.shape(), 20), Objective.reconstruction(), train,
                List.of(open("mnist", Part.TEST))).getFirst();
        assertTrue(metrics.get("mse") < 0.0245, metrics.toString());
    }

    /** A sixth of an epoch; noisy images have 10.99 dB, noisy KMNIST images 10.92. */
    @Test
    void aFewStepsOfDenoisingHelpOnDigitsAndOnKuzushiji() {
        denoises(new Criterion.BinaryCrossEntropy());
    }

    /** The loss with which the same model in Keras collapses to black, at 9.43 dB. */
    @Test
    void squaredErrorDenoisesToo() {
        denoises(new Criterion.MeanSquaredError());
    }

    private static void denoises(Criterion criterion) {
        var train = Datasets.first(open("mnist", Part.TRAIN), 80 * 128);
        var objective = Objective.denoising(new Corruption.Gaussian(0.4f)).withCriterion(criterion);
        var metrics = train(Tutorial.denoising(train.shape()), objective, train,
                List.of(Datasets.first(open("mnist", Part.TEST), 1000),
                        Datasets.first(open("kmnist", Part.TEST), 1000)));
        assertTrue(metrics.getFirst().get("psnr") > 17, metrics.toString());
        assertTrue(metrics.getLast().get("psnr") > 13, metrics.toString());
    }

    private static List<Map<String, Double>> train(Autoencoder model, Objective objective, Dataset train,
            List<Dataset> tests) {
        try (var choice = Backends.open("nd4j!", Options.standard())) {
            var metrics = tests.stream().<Map<String, Double>>map(test -> new HashMap<>()).toList();
            Training.of(model, objective).epochs(1).fit(train, choice.backend(), (session, report) -> {
                for (int i = 0; i < tests.size(); i++) {
                    metrics.get(i).putAll(Training.evaluate(session, tests.get(i)));
                }
            });
            return metrics;
        }
    }

    private static Dataset open(String name, Part part) {
        return KnownData.open(name, part,
                DataPlaces.standard(Optional.empty(), DataPlaces.Network.FORBIDDEN, null));
    }
}
