package dev.hourglass.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCodecTest {

    /** A smooth image with another slope in each channel. */
    private static float[] image(Shape shape) {
        float[] image = new float[shape.elements()];
        int channels = shape.extent(2);
        for (int i = 0; i < image.length; i++) {
            int pixel = i / channels;
            image[i] = (pixel % shape.extent(1) * (i % channels + 1) + pixel / shape.extent(1)) % 256 / 255f;
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void pngLosesNothingAndJpegLosesLessTheLargerItIs(int channels) {
        Shape shape = Shape.of(40, 60, channels);
        var png = new ImageCodec.Png().code(image(shape), shape);
        assertEquals(0, png.meanSquaredError(), 1e-12);
        assertTrue(png.bytes() > 60 && png.bytes() < 40 * 60 * channels, "bytes: " + png.bytes());
        assertEquals(8.0 * png.bytes() / 2400, png.bitsPerPixel());
        var coarse = new ImageCodec.Jpeg(10).code(image(shape), shape);
        var fine = new ImageCodec.Jpeg(90).code(image(shape), shape);
        assertTrue(coarse.bytes() < fine.bytes(), coarse + " " + fine);
        assertTrue(coarse.meanSquaredError() > fine.meanSquaredError(), coarse + " " + fine);
        assertTrue(fine.meanSquaredError() < 0.003, "channels in the wrong order? " + fine);
    }

    /** Red and green columns: eight pixels wide they are kept, a pixel wide they are not. */
    @Test
    void jpegKeepsHalfTheResolutionOfColours() {
        Shape shape = Shape.of(32, 32, 3);
        var codec = new ImageCodec.Jpeg(100);
        double narrow = codec.code(columns(shape, 1), shape).meanSquaredError();
        double wide = codec.code(columns(shape, 8), shape).meanSquaredError();
        assertTrue(narrow > 0.03 && wide < 0.006, narrow + " and " + wide);
    }

    private static float[] columns(Shape shape, int width) {
        float[] image = new float[shape.elements()];
        for (int pixel = 0; pixel < image.length / 3; pixel++) {
            image[3 * pixel + pixel % shape.extent(1) / width % 2] = 0.5f;
        }
        return image;
    }

    @Test
    void mosaicsLaySquaresOfImages() {
        var images = Datasets.of("images", Shape.of(1, 2, 1), new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        var mosaic = Mosaic.of(images, 100);
        assertEquals(Shape.of(2, 4, 1), mosaic.shape());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8},
                mosaic.values());
        assertEquals(Shape.of(1, 2, 1), Mosaic.of(images, 3).shape());
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThrows(IllegalArgumentException.class, () -> new ImageCodec.Jpeg(101));
        assertThrows(IllegalArgumentException.class,
                () -> new ImageCodec.Png().code(new float[8], Shape.of(2, 2, 2)));
        assertThrows(IllegalArgumentException.class,
                () -> Mosaic.of(Datasets.of("rows", Shape.of(3), new float[3]), 1));
    }
}
