package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Inference;
import dev.hourglass.models.Objective;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Shape;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in MIXED end where those in STRICT do, and their models open everywhere. */
@ExtendWith(NothingLeft.class)
class MixedTrainingTest {
    private static final int SIDE = 12;
    private static final Shape ROW = Shape.of(SIDE, SIDE, 1);
    private static final int BATCH = 16;
    private static final int ROWS = 160;
    private static final int TEST_ROWS = 64;
    private static final double LOSS = 0.02;

    @Test
    void theDenoiserEndsWithTheSameLoss() {
        compare(Tutorial.denoising(ROW), Objective.denoising(new Corruption.Gaussian(0.4f)), 6);
    }

    @Test
    void theCompressorEndsWithTheSameLoss() {
        compare(Tutorial.compression(ROW, 10), Objective.reconstruction(), 16);
    }

    private static void compare(Autoencoder model, Objective objective, int epochs) {
        double untrained = loss(model, objective, Arithmetic.STRICT, 1, BATCH);
        double strict = loss(model, objective, Arithmetic.STRICT, epochs, ROWS);
        double mixed = loss(model, objective, Arithmetic.MIXED, epochs, ROWS);
        assertTrue(strict < 0.8 * untrained, strict + " after " + untrained);
        assertEquals(strict, mixed, LOSS * strict, "loss of rows that were not learnt from");
    }

    private static double loss(Autoencoder model, Objective objective, Arithmetic arithmetic, int epochs,
            int rows) {
        try (var backend = new CudaProvider().open(Options.standard().withArithmetic(arithmetic))) {
            return Training.of(model, objective).batch(BATCH).epochs(epochs)
                    .validation(digits(ROWS, TEST_ROWS)).fit(digits(0, rows), backend).report().epochs()
                    .getLast().validationLoss().orElseThrow();
        }
    }

    /** Digits without their margin, at half the size. */
    private static Dataset digits(int first, int count) {
        var data = SyntheticDigits.of("digits", 3, first, count);
        int side = data.shape().extent(0);
        float[] image = new float[side * side];
        float[] rows = new float[count * SIDE * SIDE];
        int margin = (side - 2 * SIDE) / 2;
        for (int row = 0; row < count; row++) {
            data.read(row, image, 0);
            for (int i = 0; i < SIDE * SIDE; i++) {
                int at = (margin + i / SIDE * 2) * side + margin + i % SIDE * 2;
                rows[row * SIDE * SIDE + i] = (image[at] + image[at + 1] + image[at + side]
                        + image[at + side + 1]) / 4;
            }
        }
        return Datasets.of("digits", ROW, rows);
    }

    @Test
    void itsModelOpensElsewhereAndSaysWhatItRanOn(@TempDir Path folder) {
        var file = folder.resolve("mixed.hourglass");
        var data = digits(0, 4 * BATCH);
        try (var backend = new CudaProvider().open(Options.standard().withArithmetic(Arithmetic.MIXED))) {
            Training.of(Tutorial.compression(ROW, 10), Objective.reconstruction()).batch(BATCH).epochs(2)
                    .fit(data, backend).model().save(file);
        }
        var model = TrainedModel.load(file);
        assertEquals("cuda:mixed", model.evidence().provenance().orElseThrow().computer().backend());
        assertOpens(model, Arithmetic.MIXED);
        assertOpens(model, Arithmetic.FAST);
        assertOpens(model, Arithmetic.STRICT);
        try (var backend = new ReferenceProvider().open(Options.standard());
                Inference inference = model.open(backend, 1)) {
            assertEquals(ROW, inference.row());
        }
    }

    private static void assertOpens(TrainedModel model, Arithmetic arithmetic) {
        try (var backend = new CudaProvider().open(Options.standard().withArithmetic(arithmetic));
                Inference inference = model.open(backend, 1)) {
            assertEquals(ROW, inference.row());
        }
    }
}
