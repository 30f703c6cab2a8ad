package dev.hourglass.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageQualityTest {

    private static Dataset image(String name) {
        return Datasets.of(name, Measures.FILE.shape(name), Measures.FILE.floats(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grey", "colour"})
    void agreesWithScikitImage(String name) {
        double[] expected = Measures.exact("images/" + name + "/expected");
        var quality = ImageQuality.of(image("images/" + name + "/b"), image("images/" + name + "/a"));
        assertEquals(expected[0], quality.ssim(), 1e-12);
        assertEquals(expected[1], quality.psnr(), 1e-9);
        assertEquals(1, quality.images());
    }

    @Test
    void equalImagesAreOneAndSmallOnesHaveASmallerWindow() {
        float[] small = {0, 1, 0.5f, 0.25f, 0.1f, 0.9f, 0.3f, 0.7f};
        assertEquals(1, Ssim.of(Shape.of(2, 4, 1)).between(small, small), 1e-12);
        float[] other = small.clone();
        other[0] = 1;
        assertTrue(Ssim.of(Shape.of(2, 4, 1)).between(small, other) < 0.95);
        var same = Datasets.of("same", Shape.of(2, 4, 1), small);
        assertEquals(Double.POSITIVE_INFINITY, ImageQuality.of(same, same).psnr());
    }

    @Test
    void theChangeIsWhatIsMeasured() {
        var black = Datasets.of("black", Shape.of(11, 11, 1), new float[242]);
        var quality = ImageQuality.of(black, black, image -> {
            Arrays.fill(image, 0.1f);
            return image;
        });
        assertEquals(20, quality.psnr(), 1e-5);
    }

    @Test
    void refusesImagesOfOtherShape() {
        var a = Datasets.of("a", Shape.of(4, 4, 1), new float[16]);
        var b = Datasets.of("b", Shape.of(2, 8, 1), new float[16]);
        var message = assertThrows(IllegalArgumentException.class, () -> ImageQuality.of(a, b)).getMessage();
        assertTrue(message.contains("[2, 8, 1]") || message.contains("2x8x1"), message);
        assertThrows(IllegalArgumentException.class, () -> Ssim.of(Shape.of(4)));
    }
}
