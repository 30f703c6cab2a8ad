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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnomalyDetectorTest {
    private static final int WIDTH = 4;
    private static Backend backend;
    private static AnomalyDetector.Fitted fitted;

    @TempDir
    private Path folder;

    @BeforeAll
    static void fit() {
        backend = new ReferenceProvider().open(Options.standard());
        fitted = AnomalyDetector.fit(plane(300, 1), quick(), Holdout.of(0.3), backend);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static DetectorSettings quick() {
        return DetectorSettings.contaminated(1).withSteps(8);
    }

    /** Points near a plane: the last two features follow from the first two. */
    private static Dataset plane(int rows, long seed) {
        var random = new Random(seed);
        var values = new float[rows * WIDTH];
        for (int i = 0; i < rows; i++) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            float[] row = {a, b, a + b, a - b};
            for (int j = 0; j < WIDTH; j++) {
                values[i * WIDTH + j] = row[j] + 0.05f * (float) random.nextGaussian();
            }
        }
        return Datasets.of("plane", Shape.of(WIDTH), values);
    }

    private static final float[] USUAL = {0.5f, 0.5f, 1, 0};
    private static final float[] FAR = {9, 9, -9, -9};

    private static float[] both() {
        float[] both = Arrays.copyOf(USUAL, 2 * WIDTH);
        System.arraycopy(FAR, 0, both, WIDTH, WIDTH);
        return both;
    }

    @Test
    void aFarRowHasTheSmallestPValueThereIs() {
        var detector = fitted.detector();
        assertEquals(210, fitted.rows());
        assertEquals(90, detector.calibration().size());
        try (var scorer = detector.open(backend, 2)) {
            float[] scores = scorer.score(both());
            assertEquals(1 / 91.0, detector.calibration().pValue(scores[1]), 0);
            assertTrue(detector.calibration().pValue(scores[0]) > 0.2);
            assertTrue(detector.decision().isAnomaly(scores[1]));
            assertFalse(detector.decision().isAnomaly(scores[0]));
        }
    }

    @Test
    void sharesAddUpAndPointAtTheStrangeFeature() {
        try (var scorer = fitted.detector().open(backend, 2)) {
            float[] row = {0.5f, 0.5f, 1, 15};
            var shares = new float[WIDTH];
            assertArrayEquals(scorer.score(row), scorer.explain(row, shares), 0);
            assertEquals(1, shares[0] + shares[1] + shares[2] + shares[3], 1e-5);
            assertTrue(shares[3] > shares[0] && shares[3] > shares[1] && shares[3] > shares[2],
                    Arrays.toString(shares));
        }
    }

    @Test
    void theBatchDoesNotMatterAndTheSameSeedGivesTheSameScores() {
        var rows = plane(50, 2);
        float[] once;
        try (var scorer = fitted.detector().open(backend, 7)) {
            once = AnomalyDetector.scores(scorer, rows);
        }
        var again = AnomalyDetector.fit(plane(300, 1), quick(), Holdout.of(0.3), backend).detector();
        try (var scorer = again.open(backend, 50)) {
            assertArrayEquals(once, AnomalyDetector.scores(scorer, rows), 0);
        }
    }

    @ParameterizedTest
    @EnumSource(ScoreKind.class)
    void everyKindOfScoreRanksTheFarRowFirst(ScoreKind kind) {
        var detector = AnomalyDetector.fit(plane(120, 1), quick().withScore(kind), Holdout.none(), backend)
                .detector();
        try (var scorer = detector.open(backend, 2)) {
            float[] scores = scorer.score(both());
            assertTrue(scores[1] > scores[0] + 1, kind + ": " + Arrays.toString(scores));
        }
        assertEquals(Decision.Rows.TRAINED_ON, detector.decision().rows());
    }

    /** The strangest tenth is left out of the second round: with it the ten rows that lie elsewhere. */
    @Test
    void trimmedRowsAreCounted() {
        var clean = AnomalyDetector.fit(plane(200, 1), DetectorSettings.clean(1).withSteps(8), Holdout.none(),
                backend);
        assertEquals(0, clean.trimmed());
        var random = new Random(3);
        var values = new float[200 * WIDTH];
        var rows = plane(200, 1);
        for (int i = 0; i < 200; i++) {
            rows.read(i, values, i * WIDTH);
            for (int j = 0; i % 20 == 0 && j < WIDTH; j++) {
                values[i * WIDTH + j] = (float) (8 * random.nextGaussian());
            }
        }
        var dirty = AnomalyDetector.fit(Datasets.of("dirty", Shape.of(WIDTH), values), quick(),
                Holdout.none(),
                backend);
        assertEquals(20, dirty.trimmed());
    }

    @Test
    void oneRowAndMoreColumnsThanRows() {
        var one = Datasets.of("one", Shape.of(WIDTH), new float[WIDTH]);
        var e = assertThrows(DataException.class,
                () -> AnomalyDetector.fit(one, quick(), Holdout.none(), backend));
        assertTrue(e.getMessage().contains("expected at least 2 rows to learn from, found 1"),
                e.getMessage());
        var random = new Random(1);
        var values = new float[5 * 100];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        var wide = AnomalyDetector.fit(Datasets.of("wide", Shape.of(100), values), quick(), Holdout.of(0.2),
                backend);
        try (var scorer = wide.detector().open(backend, 1)) {
            assertTrue(Float.isFinite(scorer.score(Arrays.copyOf(values, 100))[0]));
        }
    }

    /** With fewer rows than references to compare with, each row would be a reference of its own. */
    @Test
    void ofFewRowsScoresAreInUsualUnits() {
        var random = new Random(1);
        var values = new float[20 * 30];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        for (int rows : new int[] {4, 12, 20}) {
            var few = Datasets.of("few", Shape.of(30), Arrays.copyOf(values, rows * 30));
            var detector = AnomalyDetector.fit(few, quick(), Holdout.of(0.25), backend).detector();
            for (float score : detector.calibration().scores()) {
                assertTrue(Math.abs(score) < 1000, rows + " rows: " + score);
            }
        }
    }

    /** One image in a hundred of those it learnt from may be hotter, so that maps of all have one scale. */
    @Test
    void theHeatOfTrainingImagesStaysBelowOne() {
        int rows = 120;
        var random = new Random(1);
        var values = new float[rows * 32];
        for (int at = 0; at < values.length; at++) {
            values[at] = random.nextFloat();
        }
        var images = Datasets.of("images", Shape.of(4, 4, 2), values);
        Path file = folder.resolve("i.safetensors");
        AnomalyDetector.fit(images, DetectorSettings.clean(1), Holdout.none(), backend).detector().save(file);
        var hottest = new double[rows];
        try (var scorer = AnomalyDetector.load(file).open(backend, rows)) {
            float[] heat = scorer.heat(values);
            for (int at = 0; at < heat.length; at += 2) {
                hottest[at / 32] = Math.max(hottest[at / 32], heat[at] + heat[at + 1]);
            }
        }
        Arrays.sort(hottest);
        assertEquals(1, hottest[(int) (0.99 * (rows - 1))], 1e-3);
        assertTrue(hottest[rows - 1] > 1, () -> "hottest: " + hottest[rows - 1]);
    }

    @Test
    void imagesAreScoredAndExplained() throws IOException {
        int side = 8;
        var random = new Random(1);
        var values = new float[60 * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i / side) % side < 4 ? 0.9f : 0.1f * random.nextFloat();
        }
        var images = Datasets.of("images", Shape.of(side, side, 1), values);
        var own = AnomalyDetector.fit(images, quick(), Holdout.of(0.2), backend).detector();
        Path file = folder.resolve("i.safetensors");
        own.save(file);
        var loaded = AnomalyDetector.load(file);
        float[] strange = Arrays.copyOf(values, side * side);
        strange[60] = 1;
        try (var scorer = own.open(backend, 2); var again = loaded.open(backend, 2)) {
            float[] scores = scorer.score(strange);
            assertTrue(scores[0] > scorer.score(Arrays.copyOf(values, side * side))[0]);
            assertArrayEquals(scores, again.score(strange), 1e-3f);
            var shares = new float[side * side];
            assertArrayEquals(scores, scorer.explain(strange, shares), 0);
            int most = 0;
            for (int i = 0; i < shares.length; i++) {
                most = shares[i] > shares[most] ? i : most;
            }
            assertEquals(60, most);
        }
    }

    @Test
    void survivesItsFile() {
        Path file = folder.resolve("d.safetensors");
        fitted.detector().withNote("data", "somewhere").save(file);
        var loaded = AnomalyDetector.load(file);
        assertEquals(fitted.detector().calibration(), loaded.calibration());
        assertEquals(fitted.detector().decision(), loaded.decision());
        assertEquals("somewhere", loaded.notes().get("data"));
        try (var before = fitted.detector().open(backend, 2); var after = loaded.open(backend, 2)) {
            // The parts of the score are stored as floats.
            assertArrayEquals(before.score(both()), after.score(both()), 1e-3f);
        }
    }

    private void isRefused(BiConsumer<TreeMap<String, String>, TreeMap<String, float[]>> damage,
            String... fragments) {
        Path file = folder.resolve("d.safetensors");
        fitted.detector().save(file);
        var content = Safetensors.read(file);
        var metadata = new TreeMap<>(content.metadata());
        // Files of the first format have no checksum, which would find every damage first.
        metadata.put("hourglass.format", "1");
        var values = new TreeMap<String, float[]>();
        content.tensors().names().forEach(name -> values.put(name, content.tensors().values(name)));
        damage.accept(metadata, values);
        var tensors = new Tensors();
        values.forEach((name, each) -> tensors.with(name, Shape.of(each.length), each));
        Safetensors.write(file, tensors, metadata);
        var e = assertThrows(DataException.class, () -> AnomalyDetector.load(file));
        assertEquals(1, e.getMessage().lines().count());
        for (String fragment : fragments) {
            assertTrue(e.getMessage().contains(fragment), e.getMessage());
        }
    }

    @Test
    void hostileFilesAreRefused() throws IOException {
        isRefused((metadata, _) -> metadata.remove("hourglass.detector"), "holds no detector");
        isRefused((metadata, _) -> metadata.put("hourglass.detector", "magic"), "magic");
        isRefused((metadata, _) -> metadata.put("hourglass.format", "9"), "expected format 1 or 2, found 9");
        isRefused((metadata, _) -> metadata.put("hourglass.width", "99999999"), "99999999");
        isRefused((metadata, _) -> metadata.put("hourglass.width", "5"), "must have 5 values");
        isRefused((metadata, _) -> metadata.put("hourglass.width", "x"), "not sound");
        isRefused((metadata, _) -> metadata.put("hourglass.threshold", "NaN"), "threshold");
        isRefused((metadata, _) -> metadata.remove("hourglass.calibration"),
                "'hourglass.calibration' is missing");
        isRefused((_, values) -> values.remove("calibration"), "tensor calibration is missing");
        isRefused((_, values) -> values.get("calibration")[0] = Float.POSITIVE_INFINITY, "finite");
        isRefused((_, values) -> values.get("group0/features")[0] = 7, "group0/features", "found 7");
        isRefused((_, values) -> values.get("group1/scale/scale")[0] = 0, "must be positive");
        isRefused((_, values) -> values.get("score")[1] = 40, "no component 40");
        isRefused((_, values) -> values.put("group2/references", new float[3]),
                "group2/references and /codes");
        isRefused((_, values) -> values.get("group1/rule")[0] = 9, "group1/rule is no rule");
        Path text = Files.writeString(folder.resolve("t.safetensors"), "row,score\n1,2\n");
        Consumer<Path> load = AnomalyDetector::load;
        assertTrue(assertThrows(DataException.class, () -> load.accept(text)).getMessage()
                .contains("not a safetensors file"));
    }
}
