package dev.hourglass.models.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.nn.Concat;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Upsample2d;
import dev.hourglass.plan.Activation.Sigmoid;
import dev.hourglass.plan.Activation.Softplus;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DenoiserTest {
    /** Rounding in the sums of convolutions and of tiles. */
    private static final float BOUND = 2e-6f;
    private static Backends.Choice choice;
    private static TrainedModel grey;
    private static TrainedModel colour;

    @BeforeAll
    static void open() {
        choice = Backends.open("reference!", Options.standard());
        grey = trained(small(1));
        colour = trained(small(3));
    }

    @AfterAll
    static void close() {
        choice.close();
    }

    /** Down and up again around a skip, of few channels. */
    private static Autoencoder small(int channels) {
        return model(channels, 4, Conv2d.same(4, 3, 1, new Softplus()),
                new Residual(Sequential.of(Conv2d.same(4, 3, 2, new Softplus()),
                        Conv2d.same(4, 3, 2, new Softplus()),
                        ConvTranspose2d.same(4, 5, 2, new Softplus()),
                        ConvTranspose2d.same(4, 3, 2, new Softplus()))));
    }

    private static Autoencoder model(int channels, int multiple, Layer... layers) {
        return new Autoencoder("small", Shape.of(8, 8, channels), Autoencoder.Sizes.any(multiple),
                Sequential.of(layers), Conv2d.same(channels, 3, 1, new Sigmoid()));
    }

    /** Weights as they come from a step or two: what counts is that every pixel matters. */
    private static TrainedModel trained(Autoencoder model) {
        return Training.of(model, Objective.denoising(new Corruption.Gaussian(0.4f))).epochs(1).batch(8)
                .fit(new Noise(8, model.row()), choice.backend()).model();
    }

    @Test
    void tilesGiveWhatTheWholePictureGives() {
        var image = Shape.of(91, 70, 1);
        float[] picture = random(image);
        try (var whole = Denoiser.open(grey, choice.backend());
                var tiled = Denoiser.open(grey, choice.backend()).tiles(60)) {
            assertEquals(10, whole.reach());
            float[] expected = whole.denoise(picture, image);
            try (var inference = grey.open(choice.backend(), 1, image)) {
                assertArrayEquals(inference.reconstruct(picture), expected, BOUND);
            }
            var seen = new ArrayList<List<Long>>();
            float[] found = tiled.listener((done, all) -> seen.add(List.of(done, all))).denoise(picture,
                    image);
            assertArrayEquals(expected, found, BOUND);
            assertEquals(List.of(4L, 4L), seen.getLast());
        }
    }

    /** Tiles that share too little fade into each other; nothing is left out or counted twice. */
    @Test
    void narrowOverlapsAreCloseToTheWhole() {
        var image = Shape.of(61, 64, 1);
        float[] picture = random(image);
        try (var whole = Denoiser.open(grey, choice.backend());
                var tiled = Denoiser.open(grey, choice.backend()).tiles(new Tiles(24, 8));
                var apart = Denoiser.open(grey, choice.backend()).tiles(new Tiles(24, 0))) {
            float[] expected = whole.denoise(picture, image);
            float[] found = tiled.denoise(picture, image);
            float[] cut = apart.denoise(picture, image);
            assertTrue(distance(expected, found) < 0.1, "distance " + distance(expected, found));
            assertTrue(distance(expected, found) < distance(expected, cut));
            assertFalse(Arrays.equals(expected, found));
        }
    }

    @Test
    void theReachIsWhatCanBeSeen() {
        for (Autoencoder model : List.of(small(1),
                model(1, 4, Pool2d.average(2), Conv2d.same(3, 5, 1, new Softplus()), Upsample2d.by(2)),
                model(1, 4, Concat.of(Sequential.of(), Conv2d.same(2, 7, 1, new Softplus())),
                        Conv2d.tensorflowSame(2, 4, 2, new Softplus()),
                        ConvTranspose2d.tensorflowSame(2, 4, 2, new Softplus())))) {
            int side = 48;
            int centre = side / 2;
            var image = Shape.of(side, side, 1);
            float[] picture = random(image);
            int farthest = 0;
            try (var denoiser = Denoiser.open(trained(model), choice.backend())) {
                float[] before = denoiser.denoise(picture, image);
                // Pixels of one block of the coarsest layer reach differently far.
                for (int shift = 0; shift < 4; shift++) {
                    float[] changed = picture.clone();
                    changed[(centre + shift) * side + centre] += 50;
                    float[] after = denoiser.denoise(changed, image);
                    for (int i = 0; i < after.length; i++) {
                        if (after[i] != before[i]) {
                            farthest = Math.max(farthest, Math.abs(i / side - centre - shift));
                        }
                    }
                }
                assertTrue(farthest <= denoiser.reach() && farthest > denoiser.reach() - 4,
                        "seen " + farthest + ", said " + denoiser.reach());
            }
        }
    }

    @Test
    void aGreyModelTakesEachChannelOnItsOwn() {
        var image = Shape.of(9, 21, 3);
        float[] picture = random(image);
        try (var denoiser = Denoiser.open(grey, choice.backend()).tiles(16)) {
            float[] found = denoiser.denoise(picture, image);
            for (int c = 0; c < 3; c++) {
                float[] channel = denoiser.denoise(channel(picture, c), Shape.of(9, 21, 1));
                assertArrayEquals(channel, channel(found, c), BOUND);
            }
        }
    }

    @Test
    void aColourModelTakesGreyPictures() {
        var image = Shape.of(12, 10, 1);
        float[] picture = random(image);
        var repeated = new float[picture.length * 3];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = picture[i / 3];
        }
        try (var denoiser = Denoiser.open(colour, choice.backend())) {
            float[] tripled = denoiser.denoise(repeated, Shape.of(12, 10, 3));
            float[] found = denoiser.denoise(picture, image);
            for (int i = 0; i < found.length; i++) {
                assertEquals((tripled[3 * i] + tripled[3 * i + 1] + tripled[3 * i + 2]) / 3, found[i],
                        BOUND);
            }
            assertThrows(PlanException.class, () -> denoiser.check(Shape.of(12, 10, 2)));
        }
    }

    @Test
    void anyNumberOfPicturesOfAnySize() {
        try (var denoiser = Denoiser.open(grey, choice.backend())) {
            for (Shape image : List.of(Shape.of(1, 1, 1), Shape.of(5, 3, 1), Shape.of(8, 8, 1))) {
                var alone = new ArrayList<float[]>();
                var all = new float[3 * image.elements()];
                for (int i = 0; i < 3; i++) {
                    float[] picture = new Noise(3, image).row(i);
                    System.arraycopy(picture, 0, all, i * picture.length, picture.length);
                    alone.add(denoiser.denoise(picture, image));
                }
                float[] together = denoiser.denoise(all, image);
                for (int i = 0; i < 3; i++) {
                    assertArrayEquals(alone.get(i), Arrays.copyOfRange(together, i * image.elements(),
                            (i + 1) * image.elements()), BOUND);
                }
            }
        }
    }

    @Test
    void aDenseModelTakesItsOwnSizeOnly() {
        var dense = trained(Tutorial.compression(Shape.of(8, 8, 1), 3));
        try (var denoiser = Denoiser.open(dense, choice.backend())) {
            assertEquals(Integer.MAX_VALUE, denoiser.reach());
            assertEquals(64, denoiser.denoise(random(Shape.of(8, 8, 1)), Shape.of(8, 8, 1)).length);
            var error = assertThrows(PlanException.class, () -> denoiser.check(Shape.of(9, 8, 1)));
            assertTrue(error.getMessage().contains("[8x8x1]") && error.getMessage().contains("[9x8x1]"),
                    error.getMessage());
        }
    }

    @Test
    void wrongTilesAndPicturesAreRefused() {
        try (var denoiser = Denoiser.open(grey, choice.backend())) {
            assertThrows(IllegalArgumentException.class, () -> denoiser.tiles(8));
            assertThrows(IllegalArgumentException.class, () -> new Tiles(32, 17));
            var error = assertThrows(IllegalArgumentException.class,
                    () -> denoiser.denoise(new float[65], Shape.of(8, 8, 1)));
            assertTrue(error.getMessage().contains("65"), error.getMessage());
        }
    }

    private static float[] random(Shape image) {
        return new Noise(1, image).row(0);
    }

    private static float[] channel(float[] picture, int channel) {
        var values = new float[picture.length / 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = picture[3 * i + channel];
        }
        return values;
    }

    private static double distance(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    /** Rows of random values. */
    private record Noise(int size, Shape shape) implements Dataset {
        @Override
        public String name() {
            return "noise";
        }

        @Override
        public void read(int row, float[] into, int offset) {
            var random = new PhiloxGenerator(3, Streams.TESTING.id(), row);
            for (int i = 0; i < shape.elements(); i++) {
                into[offset + i] = (float) random.nextDouble();
            }
        }

        private float[] row(int number) {
            var values = new float[shape.elements()];
            read(number, values, 0);
            return values;
        }
    }
}
