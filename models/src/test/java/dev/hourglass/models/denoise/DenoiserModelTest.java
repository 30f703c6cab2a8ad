package dev.hourglass.models.denoise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
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

    @Test
    void rowsOfATableAreRefused() {
        var error = assertThrows(PlanException.class, () -> DenoiserModel.of(Shape.of(30)));
        assertTrue(error.getMessage().contains("takes images"), error.getMessage());
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
