package dev.hourglass.models.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.models.Safetensors;
import dev.hourglass.models.Tensors;
import dev.hourglass.plan.Shape;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Larger images in colour, patch by patch. */
class PatchModelTest {
    private static final int H = 44;
    private static final int W = 36;
    private static final int WIDTH = H * W * 3;

    @TempDir
    private Path folder;

    private static Backend backend;
    private static AnomalyDetector detector;
    private static AnomalyDetector.Fitted fitted;

    @BeforeAll
    static void fit() {
        backend = new ReferenceProvider().open(Options.standard());
        fitted = AnomalyDetector.fit(stripes(20), DetectorSettings.contaminated(1).withSteps(1),
                Holdout.of(0.2), backend);
        detector = fitted.detector();
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    /** Brown stripes at random places, with a little noise. */
    private static Dataset stripes(int count) {
        var random = new Random(count);
        var values = new float[count * WIDTH];
        for (int i = 0; i < count; i++) {
            double phase = 7 * random.nextDouble();
            for (int at = 0; at < H * W; at++) {
                double light = 0.7 + 0.2 * Math.sin(at % W * 0.9 + phase) + 0.01 * random.nextGaussian();
                for (int c = 0; c < 3; c++) {
                    values[i * WIDTH + 3 * at + c] = (float) (light * (1 - 0.25 * c));
                }
            }
        }
        return Datasets.of("stripes", Shape.of(H, W, 3), values);
    }

    /** Two images: stripes, and the same with a square at rows 20 to 25, columns 8 to 13, a little bluer. */
    private static float[] pair() {
        var both = new float[2 * WIDTH];
        var rows = stripes(3);
        rows.read(0, both, 0);
        rows.read(0, both, WIDTH);
        for (int y = 20; y < 26; y++) {
            for (int x = 8; x < 14; x++) {
                both[WIDTH + 3 * (y * W + x)] -= 0.12f;
                both[WIDTH + 3 * (y * W + x) + 2] += 0.12f;
            }
        }
        return both;
    }

    @Test
    void smallImagesHaveOneCodeAndLargeOnesPatches() {
        assertFalse(PatchNetwork.isFor(Shape.of(28, 28, 1)));
        assertFalse(PatchNetwork.isFor(Shape.of(32, 32, 3)));
        assertFalse(PatchNetwork.isFor(Shape.of(4, 4000, 3)));
        assertFalse(PatchNetwork.isFor(Shape.of(10_000)));
        assertTrue(PatchNetwork.isFor(Shape.of(64, 64, 3)));
        assertEquals(PatchModel.class, detector.model().getClass());
        assertEquals(Shape.of(H, W, 3), detector.row());
        assertTrue(fitted.extent().isComplete());
    }

    @Test
    void theStrangeImageScoresHigherAndTheHeatIsAtTheStrangePlace() {
        try (var scorer = detector.open(backend, 2)) {
            float[] scores = scorer.score(pair());
            assertTrue(scores[1] > scores[0] + 1, Arrays.toString(scores));
            float[] heat = scorer.heat(pair());
            assertEquals(2 * WIDTH, heat.length);
            int hottest = 0;
            for (int at = WIDTH; at < heat.length; at++) {
                hottest = heat[at] > heat[hottest] ? at : hottest;
            }
            int pixel = (hottest - WIDTH) / 3;
            assertTrue(pixel / W >= 19 && pixel / W <= 26 && pixel % W >= 7 && pixel % W <= 14,
                    pixel / W + ", " + pixel % W);
            var shares = new float[2 * WIDTH];
            assertArrayEquals(scores, scorer.explain(pair(), shares), 1e-4f);
            double sum = 0;
            for (int at = WIDTH; at < 2 * WIDTH; at++) {
                sum += shares[at];
                assertEquals(heat[at] * shares[hottest], shares[at] * heat[hottest], 1e-5);
            }
            assertEquals(1, sum, 1e-3);
        }
    }

    @Test
    void theBatchDoesNotMatterAndAFileHoldsEverything() {
        Path file = folder.resolve("p.safetensors");
        detector.save(file);
        try (var scorer = detector.open(backend, 2);
                var loaded = AnomalyDetector.load(file).open(backend, 1)) {
            assertArrayEquals(scorer.score(pair()), loaded.score(pair()), 1e-3f);
            assertArrayEquals(scorer.heat(pair()), loaded.heat(pair()), 1e-3f);
            assertEquals(PatchNetwork.CODE, loaded.codeWidth());
            assertArrayEquals(scorer.codes(pair()), loaded.codes(pair()), 1e-4f);
        }
    }

    /** Every tensor is checked when it is read. */
    @Test
    void aDamagedFileIsOneLine() {
        Path file = folder.resolve("p.safetensors");
        detector.save(file);
        var content = Safetensors.read(file);
        for (String name : new String[] {"image", "errors/squares", "errors/range", "from-mean/colours",
            "references", "score"}) {
            var changed = new Tensors();
            for (String each : content.tensors().names()) {
                float[] values = content.tensors().values(each).clone();
                if (each.equals(name)) {
                    values = Arrays.copyOf(values, values.length - 1);
                }
                changed.with(each, each.equals(name) ? Shape.of(values.length)
                        : content.tensors().shape(each), values);
            }
            Path other = folder.resolve("q.safetensors");
            // Files of the first format have no checksum, which would find every damage first.
            var metadata = new TreeMap<>(content.metadata());
            metadata.put("hourglass.format", "1");
            metadata.remove("hourglass.checksum");
            Safetensors.write(other, changed, metadata);
            var e = assertThrows(DataException.class, () -> AnomalyDetector.load(other), name);
            assertTrue(e.getMessage().contains(name) && e.getMessage().lines().count() == 1, e.getMessage());
        }
    }

    @Test
    void planesAreSmoothed() {
        assertArrayEquals(new float[] {1.5f, 2, 3, 2, 1.5f},
                new Plain(1, 5, new float[] {0, 0, 9, 0, 0}).smooth(1).values(), 1e-6f);
        assertArrayEquals(new float[] {1.5f, 2, 3, 2, 1.5f},
                new Plain(5, 1, new float[] {0, 0, 9, 0, 0}).smooth(1).values(), 1e-6f);
        assertArrayEquals(new float[] {2, 2, 2, 2, 2, 2},
                new Plain(2, 3, new float[] {2, 2, 2, 2, 2, 2}).smooth(4).values(), 1e-6f);
    }
}
