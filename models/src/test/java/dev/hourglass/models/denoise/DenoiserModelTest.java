package dev.hourglass.models.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Blobs;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenoiserModelTest {
    private static final Autoencoder MODEL = DenoiserModel.of(Shape.of(28, 28, 1));

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 27, 28, 31})
    void takesImagesOfAnySizeAndChannels(int side) {
        var image = Shape.of(side, side + 2, 3);
        var program = AutoencoderProgram.inference(DenoiserModel.of(Shape.of(28, 28, 3)).forRow(image), 2);
        assertEquals(image.batch(2), program.port(Ports.OUTPUT).shape());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 27, 28})
    void theFineOneDoesToo(int side) {
        var image = Shape.of(side, side + 2, 3);
        var model = DenoiserModel.fine(Shape.of(28, 28, 3)).forRow(image);
        assertEquals(image.batch(2), AutoencoderProgram.inference(model, 2).port(Ports.OUTPUT).shape());
    }

    @Test
    void rowsOfATableAreRefused() {
        var error = assertThrows(PlanException.class, () -> DenoiserModel.of(Shape.of(30)));
        assertTrue(error.getMessage().contains("takes images"), error.getMessage());
        assertThrows(PlanException.class, () -> DenoiserModel.fine(Shape.of(30)));
        assertThrows(PlanException.class, () -> DenoiserModel.fitting(Shape.of(30)));
    }

    @Test
    void coloursGetTheOneThatKeepsDetail() {
        assertEquals(DenoiserModel.NAME, DenoiserModel.fitting(Shape.of(8, 8, 1)).name());
        assertEquals(DenoiserModel.FINE, DenoiserModel.fitting(Shape.of(8, 8, 3)).name());
        assertEquals(Reach.of(MODEL), Reach.of(DenoiserModel.fine(Shape.of(28, 28, 3))));
    }

    /**
     * Before its first step it leaves images as they are, and nothing it ever answers lies outside of [0, 1].
     */
    @Test
    void theFineOneStartsWithNoChange() {
        var images = new Blobs(2, 9, 6);
        var model = DenoiserModel.fine(images.shape());
        try (var backend = new ReferenceProvider().open(Options.standard());
                var session = Session.open(AutoencoderProgram.training(model,
                        Denoiser.training().objective(), 2, 1), backend)) {
            InitialWeights.write(session, images, 1);
            var untrained = TrainedModel.of(model, session, Map.of());
            var rows = new float[2 * images.shape().elements()];
            for (int at = 0; at < rows.length; at++) {
                rows[at] = (at % 11) / 10f;
            }
            try (var denoiser = Denoiser.open(untrained, backend)) {
                assertArrayEquals(rows, denoiser.denoise(rows, images.shape()), 1e-6f);
                rows[0] = 1.5f;
                assertEquals(1, denoiser.denoise(rows, images.shape())[0]);
            }
        }
    }

    /** Pictures of any size take what a tile takes; and a tile of the usual side does not need to be cut. */
    @Test
    void aTileFitsIntoLittleMemory() {
        var tile = Shape.of(Denoiser.TILE, Denoiser.TILE, 1);
        long bytes = AutoencoderProgram.inference(MODEL.forRow(tile), 1).plan().bytes();
        assertTrue(bytes < 200_000_000, bytes + " bytes");
        int overlap = Tiles.of(Denoiser.TILE, Reach.of(MODEL)).overlap();
        assertTrue(overlap > 2 * Reach.of(MODEL) && overlap < Denoiser.TILE / 4, "overlap " + overlap);
    }
}
