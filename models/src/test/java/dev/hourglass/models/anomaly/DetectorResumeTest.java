package dev.hourglass.models.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.models.CheckpointFolder;
import dev.hourglass.models.ModelFile;
import dev.hourglass.plan.Shape;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.train.Checkpoints;
import dev.hourglass.train.DivergedException;
import dev.hourglass.train.Interval;
import dev.hourglass.train.TrainListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fit that is cut off anywhere and done again ends with the same detector, bit by bit. */
class DetectorResumeTest {
    private static final int STEPS = 6;
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

    /** The process dies. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Notes what is told, and dies when it was asked so many times. */
    private static final class Ear implements FitListener {
        private final FitListener keeper;
        private final int most;
        private final List<String> losses = new ArrayList<>();
        private final List<String> hashes = new ArrayList<>();
        private int asked;

        Ear(FitListener keeper, int most) {
            this.keeper = keeper;
            this.most = most;
        }

        @Override
        public Optional<Checkpoints> checkpoints(Part part) {
            return keeper.checkpoints(part);
        }

        @Override
        public List<TrainListener> begins(Part part) {
            return List.of(new TrainListener() {
                @Override
                public void resumed(Resumed before) {
                    before.epochs().forEach(this::epoch);
                }

                @Override
                public void epoch(Epoch epoch) {
                    hashes.add(part.number() + " " + epoch.epoch() + " " + epoch.weights());
                }
            });
        }

        @Override
        public void loss(String part, double at, double loss) {
            losses.add(part + " " + at + " " + loss);
        }

        @Override
        public boolean isCancelled() {
            if (++asked > most) {
                throw new Killed();
            }
            return false;
        }
    }

    private static Dataset rows(String name, long seed, Shape row, int count) {
        var random = new Random(seed);
        var values = new float[count * row.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 3 == 0 ? random.nextFloat() : values[i - 1] * random.nextFloat();
        }
        return Datasets.of(name, row, values);
    }

    private static Dataset table() {
        return rows("table", 1, Shape.of(5), 120);
    }

    private static DetectorSettings settings() {
        return DetectorSettings.contaminated(1).withSteps(STEPS);
    }

    private FitListener keeper(String name, int every) {
        return FitListener.keeping(CheckpointFolder.of(folder.resolve(name), note -> {
            throw new AssertionError(note);
        }), new Interval.Steps(every));
    }

    private static AnomalyDetector fit(Dataset rows, DetectorSettings settings, Ear ear) {
        return AnomalyDetector.fit(rows, settings, Holdout.of(0.2), backend, ear).detector();
    }

    /** Everything that the file holds, calibration and golden answers included. */
    private void same(AnomalyDetector expected, AnomalyDetector found, String when) {
        var files = List.of(folder.resolve("expected"), folder.resolve("found"));
        expected.save(files.getFirst());
        found.save(files.getLast());
        var before = ModelFile.read(files.getFirst()).tensors();
        var after = ModelFile.read(files.getLast()).tensors();
        assertEquals(before.names(), after.names(), when);
        for (String name : before.names()) {
            assertArrayEquals(before.values(name), after.values(name), 0f, name + " " + when);
        }
    }

    /** Kills the fit each time it asks whether to go on, and does it again. */
    private void killedAnywhere(Dataset rows, DetectorSettings settings, int stride) {
        var whole = new Ear(FitListener.none(), Integer.MAX_VALUE);
        var expected = fit(rows, settings, whole);
        assertTrue(whole.asked > 2 * stride, "asked " + whole.asked + " times");
        for (int last = 0; last < whole.asked; last += stride) {
            String name = settings.training() + "-killed-" + last;
            var killed = new Ear(keeper(name, 2), last);
            assertThrows(Killed.class, () -> fit(rows, settings, killed));
            var again = new Ear(keeper(name, 1000), Integer.MAX_VALUE);
            same(expected, fit(rows, settings, again), name);
            assertEquals(whole.losses, again.losses, name);
            assertEquals(whole.hashes, again.hashes, name);
            assertTrue(again.asked + Math.max(0, last - 10) <= whole.asked,
                    "what was done is not done again: " + again.asked + " " + name);
        }
    }

    @Test
    void ofATableWithTheStrangestTenthLeftOut() {
        killedAnywhere(table(), settings(), 2);
    }

    @Test
    void ofATableWithSoftTrimmingAndOfACleanOne() {
        killedAnywhere(table(), settings().withTrim(new Trim.Soft(0.2)), 4);
        killedAnywhere(table(), DetectorSettings.clean(2).withSteps(STEPS), 4);
    }

    @Test
    void ofImages() {
        killedAnywhere(rows("images", 2, Shape.of(6, 6, 1), 40), settings(), 2);
    }

    /** A fit of which all parts are finished has its result without a step. */
    @Test
    void whatIsFinishedIsNotTrainedAgain() {
        var first = fit(table(), settings(), new Ear(keeper("done", 1000), Integer.MAX_VALUE));
        var again = new Ear(keeper("done", 1000), Integer.MAX_VALUE);
        same(first, fit(table(), settings(), again), "done before");
        assertTrue(again.asked < STEPS, "asked " + again.asked + " times");
    }

    /** The first op that computes what no float can hold is named, with its layer and the step. */
    @Test
    void aFitThatOverflowsSaysWhere() {
        var plain = settings();
        var steep = new DetectorSettings(plain.training(), plain.trim(), plain.score(), 20, 128, 1e30f, 1);
        String message = assertThrows(DivergedException.class,
                () -> fit(table(), steep, new Ear(FitListener.none(), Integer.MAX_VALUE))).getMessage();
        assertTrue(message.matches("training diverged: in epoch 1, step [23], \\w+ was the first to write "
                + "-?(Infinity|NaN), into [^ ]*(encoder|decoder|loss)[^ ]*\\[.*\\] \\(op \\d+ of \\d+\\); try "
                + "another seed, or leave out columns or images that are far from all others"),
                message);
    }

    @Test
    void otherRowsOrSettingsAreRefused() {
        assertThrows(Killed.class, () -> fit(table(), settings(), new Ear(keeper("left", 1), 5)));
        refused("data", rows("table", 4, Shape.of(5), 120), settings());
        refused("detector", table(), settings().withScore(ScoreKind.NEIGHBOURS));
    }

    private void refused(String what, Dataset rows, DetectorSettings settings) {
        var refusal = assertThrows(DataException.class,
                () -> fit(rows, settings, new Ear(keeper("left", 1), Integer.MAX_VALUE)));
        assertTrue(refusal.getMessage().contains("it was taken with " + what), refusal.getMessage());
    }
}
