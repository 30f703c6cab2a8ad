package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataPlaces;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.KnownData;
import dev.hourglass.data.KnownData.Part;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.models.denoise.Denoiser;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The default denoiser, trained shortly on MNIST, on MNIST and on KMNIST, which it never sees;
 * {@code docs/denoise.md} has the long runs.
 */
@EnabledIfEnvironmentVariable(named = "HOURGLASS_DATA", matches = ".+",
        disabledReason = "real data is needed: set HOURGLASS_DATA to a folder with mnist and kmnist in it")
class DenoiserIT {
    private static final int STEPS = 200;
    private static Backends.Choice choice;
    private static TrainedModel denoiser;

    @BeforeAll
    static void train() {
        choice = Backends.open("auto", Options.standard());
        var train = Datasets.first(open("mnist", Part.TRAIN), STEPS * 64);
        denoiser = Denoiser.training().epochs(1).fit(train, choice.backend()).model();
    }

    @AfterAll
    static void close() {
        choice.close();
    }

    /** Two hundred steps: 20.8 and 17.5 dB were measured; noisy images have 10.99 and 10.92. */
    @Test
    void aShortTrainingHelpsOnBothScripts() {
        double mnist = psnr(denoiser, "mnist");
        double kmnist = psnr(denoiser, "kmnist");
        assertTrue(mnist > 19.5 && kmnist > 16.3, mnist + " dB on MNIST, " + kmnist + " dB on KMNIST");
    }

    /** A dense decoder that learnt as long draws digits where there are none: 15.4 and 10.3 dB. */
    @Test
    void aDenseDecoderFailsOnTheOtherScript() {
        var train = Datasets.first(open("mnist", Part.TRAIN), STEPS * 128);
        var dense = Training.of(Tutorial.compression(train.shape(), 20),
                Objective.denoising(new Corruption.Gaussian(0.4f))).epochs(1).fit(train, choice.backend());
        double mnist = psnr(dense.model(), "mnist");
        double kmnist = psnr(dense.model(), "kmnist");
        assertTrue(mnist > 13 && kmnist < 11.5, mnist + " dB on MNIST, " + kmnist + " dB on KMNIST");
        assertTrue(kmnist < psnr(denoiser, "kmnist") - 5);
    }

    /** A page of 400 digits, by tiles and as a whole. */
    @Test
    void tilesAgreeWithTheWholeOnATrainedModel() {
        var digits = open("mnist", Part.TEST);
        int side = 20 * 28;
        var page = new float[side * side];
        var digit = new float[28 * 28];
        for (int i = 0; i < 400; i++) {
            digits.read(i, digit, 0);
            for (int y = 0; y < 28; y++) {
                System.arraycopy(digit, y * 28, page, (i / 20 * 28 + y) * side + i % 20 * 28, 28);
            }
        }
        var shape = Shape.of(side, side, 1);
        try (var whole = Denoiser.open(denoiser, choice.backend()).tiles(1024);
                var tiled = Denoiser.open(denoiser, choice.backend()).tiles(192)) {
            assertArrayEquals(whole.denoise(page, shape), tiled.denoise(page, shape), 2e-6f);
        }
    }

    private static double psnr(TrainedModel model, String data) {
        return psnr(model, Datasets.first(open(data, Part.TEST), 1000), choice.backend());
    }

    private static double psnr(TrainedModel model, Dataset rows, Backend backend) {
        var program = AutoencoderProgram.training(model.architecture(),
                Objective.reconstruction().withCorruption(new Corruption.Gaussian(0.4f)), 128, 1);
        try (var session = Session.open(program, backend)) {
            model.writeTo(session);
            return Training.evaluate(session, rows).get(Training.PSNR);
        }
    }

    private static Dataset open(String name, Part part) {
        return KnownData.open(name, part,
                DataPlaces.standard(Optional.empty(), DataPlaces.Network.FORBIDDEN, null));
    }
}
