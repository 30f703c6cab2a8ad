package dev.hourglass.models.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Shape;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener hears of a fit, and what is left when it ends one. */
class FitListenerTest {
    private static final int STEPS = 12;
    private static Backend backend;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        backend = new ReferenceProvider().open(Options.standard());
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    /** Hears everything, and ends the fit after so many steps. */
    private static final class Ear implements FitListener {
        private final Map<String, List<double[]>> losses = new LinkedHashMap<>();
        private final int most;
        private int done;
        private int all;

        Ear(int most) {
            this.most = most;
        }

        @Override
        public void progress(int steps, int ofAll) {
            assertTrue(steps > done, "progress goes on");
            done = steps;
            all = ofAll;
        }

        @Override
        public void loss(String part, double at, double loss) {
            losses.computeIfAbsent(part, _ -> new ArrayList<>()).add(new double[] {at, loss});
        }

        @Override
        public boolean isCancelled() {
            return done >= most;
        }
    }

    private static Dataset table() {
        var random = new Random(1);
        var values = new float[300 * 5];
        for (int i = 0; i < values.length; i += 5) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            System.arraycopy(new float[] {a, b, a + b, a - b, b}, 0, values, i, 5);
        }
        return Datasets.of("table", Shape.of(5), values);
    }

    private static Dataset images() {
        var random = new Random(1);
        var values = new float[40 * 36];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Datasets.of("images", Shape.of(6, 6, 1), values);
    }

    private static AnomalyDetector.Fitted fit(Dataset rows, DetectorSettings settings, Ear ear) {
        return AnomalyDetector.fit(rows, settings, Holdout.of(0.2), backend, ear);
    }

    private static DetectorSettings settings() {
        return DetectorSettings.contaminated(1).withSteps(STEPS);
    }

    @Test
    void everyGroupTellsItsLossAndItFalls() {
        var ear = new Ear(Integer.MAX_VALUE);
        var fitted = fit(table(), settings(), ear);
        assertEquals(List.of("group 1, scaled by range", "group 2, scaled by deviation",
                "group 3, scaled by quartiles"), List.copyOf(ear.losses.keySet()));
        ear.losses.forEach((part, curve) -> {
            assertEquals(List.of(4.0, 8.0, 12.0), curve.stream().map(each -> each[0]).toList(), part);
            assertTrue(curve.getLast()[1] < 0.9 * curve.getFirst()[1], part + " " + curve.getLast()[1]);
        });
        assertEquals(3 * STEPS, ear.done);
        assertEquals(3 * STEPS, ear.all);
        assertEquals("3 of 3 groups", fitted.extent().toString());
    }

    @Test
    void cleanTrainingTellsItsLossToo() {
        var ear = new Ear(Integer.MAX_VALUE);
        fit(table(), DetectorSettings.clean(1).withSteps(STEPS), ear);
        assertEquals(3, ear.losses.size());
        ear.losses.values().forEach(curve -> assertEquals(3, curve.size()));
    }

    @ParameterizedTest
    @EnumSource(ScoreKind.class)
    void whatIsFinishedMakesTheDetector(ScoreKind kind) {
        for (int groups = 1; groups <= 2; groups++) {
            var fitted = fit(table(), settings().withScore(kind), new Ear(groups * STEPS + 3));
            assertEquals(new Extent(groups, 3, Extent.Unit.GROUPS), fitted.extent());
            assertEquals(groups == 1 ? 0 : 24, fitted.trimmed());
            Path file = folder.resolve("d.safetensors");
            fitted.detector().save(file);
            float[] rows = {0, 0, 0, 0, 0, 9, -9, 9, 9, 9};
            try (var scorer = fitted.detector().open(backend, 2);
                    var loaded = AnomalyDetector.load(file).open(backend, 2)) {
                float[] scores = scorer.score(rows);
                assertTrue(scores[1] > scores[0] + 1, kind + " " + scores[0] + " " + scores[1]);
                assertArrayEquals(scores, loaded.score(rows), 1e-4f);
            }
        }
    }

    @Test
    void whereNothingIsFinishedThereIsNoDetector() {
        assertThrows(CancellationException.class, () -> fit(table(), settings(), new Ear(3)));
        assertThrows(CancellationException.class, () -> fit(table(), settings(), new Ear(0)));
        assertThrows(CancellationException.class, () -> fit(images(), settings(), new Ear(0)));
    }

    @Test
    void imagesTellTheLossOfEachEpoch() {
        var ear = new Ear(Integer.MAX_VALUE);
        var fitted = fit(images(), settings(), ear);
        assertEquals(List.of("round 1", "round 2", "round 3"), List.copyOf(ear.losses.keySet()));
        var points = ear.losses.values().stream().flatMap(List::stream).toList();
        for (int epoch = 1; epoch <= 12; epoch++) {
            assertEquals(epoch, points.get(epoch - 1)[0]);
        }
        assertTrue(fitted.extent().isComplete());
    }

    /** Of a round's first epoch nothing is kept, of the others what was finished. */
    @Test
    void imagesKeepTheLastFinishedEpoch() {
        int perEpoch = 1;
        for (int epochs : new int[] {1, 3, 4, 6}) {
            var fitted = fit(images(), settings(), new Ear(epochs * perEpoch));
            assertEquals(new Extent(epochs, 12, Extent.Unit.EPOCHS), fitted.extent());
            assertFalse(fitted.extent().isComplete());
            try (var scorer = fitted.detector().open(backend, 1)) {
                assertTrue(Float.isFinite(scorer.score(new float[36])[0]));
            }
        }
    }

    @Test
    void codesAreThoseOfAllMembers() {
        var fitted = fit(table(), settings(), new Ear(Integer.MAX_VALUE));
        try (var scorer = fitted.detector().open(backend, 2);
                var other = fitted.detector().open(backend, 3)) {
            float[] rows = {0, 0, 0, 0, 0, 1, 2, 3, -1, 2, 1, 2, 3, -1, 2};
            float[] codes = scorer.codes(rows);
            int width = scorer.codeWidth();
            // 24 members with all five features and three numbers, 24 with three and two, 24 with five and
            // three.
            assertEquals(24 * (3 + 2 + 3), width);
            assertEquals(3 * width, codes.length);
            assertArrayEquals(codes, other.codes(rows), 1e-5f);
            double same = 0;
            double different = 0;
            for (int k = 0; k < width; k++) {
                same += Math.abs(codes[width + k] - codes[2 * width + k]);
                different += Math.abs(codes[k] - codes[width + k]);
            }
            assertEquals(0, same, 1e-3);
            assertTrue(different > width / 10.0);
        }
        var seen = fit(images(), settings(), new Ear(Integer.MAX_VALUE));
        try (var scorer = seen.detector().open(backend, 2)) {
            assertEquals(16, scorer.codeWidth());
            assertEquals(2 * 16, scorer.codes(new float[2 * 36]).length);
        }
    }
}
