package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.optim.Clipping;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.train.Checkpoint;
import dev.hourglass.train.CheckpointStore;
import dev.hourglass.train.Interval;
import dev.hourglass.train.TrainListener;
import dev.hourglass.train.TrainListener.Beginning;
import dev.hourglass.train.TrainPoint;
import dev.hourglass.train.TrainReport;
import dev.hourglass.train.TrainReport.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that is cut off anywhere and goes on ends with the same bits as one that was not. */
class ResumeTest {
    private static final Dataset DATA = Recipe.DATA;
    private static final int PER_EPOCH = Recipe.PER_EPOCH;
    private static Backends.Choice choice;

    @TempDir
    private Path folder;

    /** The process dies. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void open() {
        choice = Backends.open("reference!", Options.standard());
    }

    @AfterAll
    static void close() {
        choice.close();
    }

    static Stream<Recipe> recipes() {
        return Recipe.all();
    }

    private static BooleanSupplier killedAtStep(int number) {
        var asked = new int[1];
        return () -> {
            if (++asked[0] > number) {
                throw new Killed();
            }
            return false;
        };
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void killedAtAnyStepItEndsWithTheSameBits(Recipe recipe) {
        var expected = recipe.training().fit(DATA, choice.backend());
        int steps = expected.report().epochs().size() * PER_EPOCH;
        for (int step = 0; step < steps; step++) {
            var store = CheckpointFolder.of(folder.resolve("at-" + step), ResumeTest::unexpected);
            int killed = step;
            assertThrows(Killed.class, () -> recipe.training().checkpoints(store, new Interval.Steps(3))
                    .cancelledBy(killedAtStep(killed)).fit(DATA, choice.backend()));
            assertEquals(step < 3, store.isEmpty());
            var found = recipe.training().checkpoints(store, new Interval.Steps(1000)).fit(DATA,
                    choice.backend());
            Recipe.same(expected, found, "killed after step " + step);
        }
    }

    @Test
    void earlyStoppingAndTheBestEpochArePartOfTheTest() {
        var report = recipes().findFirst().orElseThrow().training().fit(DATA, choice.backend()).report();
        assertEquals(Outcome.STOPPED_EARLY, report.outcome());
        assertTrue(report.kept() > 1 && report.kept() < report.epochs().size(), report.toString());
        var kept = recipes().map(each -> each.training().fit(DATA, choice.backend()).report())
                .filter(each -> !each.beginning().equals(Beginning.UNKNOWN)).map(TrainReport::kept).toList();
        assertEquals(List.of(3, 0), kept, "an epoch in the middle, and the start");
    }

    /** Killed again and again, each time a little later, as on a machine that keeps losing power. */
    @ParameterizedTest
    @MethodSource("recipes")
    void killedManyTimesItEndsWithTheSameBits(Recipe recipe) {
        var expected = recipe.training().fit(DATA, choice.backend());
        var store = CheckpointFolder.of(folder, ResumeTest::unexpected);
        for (int i = 0; i < 100; i++) {
            try {
                var found = recipe.training().checkpoints(store, new Interval.Elapsed(Duration.ofNanos(1)))
                        .cancelledBy(killedAtStep(1 + i % 3)).fit(DATA, choice.backend());
                Recipe.same(expected, found, "killed " + i + " times");
                assertTrue(i > 5);
                return;
            } catch (Killed _) {
                // And again.
            }
        }
        throw new AssertionError("it never ended");
    }

    /** Stopped on request it tells of the last finished epoch, and can still go on. */
    @ParameterizedTest
    @MethodSource("recipes")
    void interruptedItGoesOn(Recipe recipe) {
        var expected = recipe.training().fit(DATA, choice.backend());
        var store = CheckpointFolder.of(folder, ResumeTest::unexpected);
        var asked = new int[1];
        var stopped = recipe.training().checkpoints(store, new Interval.Steps(1000))
                .cancelledBy(() -> ++asked[0] > PER_EPOCH + 2).fit(DATA, choice.backend());
        assertEquals(Outcome.INTERRUPTED, stopped.report().outcome());
        assertEquals(expected.report().epochs().getFirst().best() ? 1 : 0, stopped.report().kept());
        Recipe.same(expected, recipe.training().checkpoints(store, new Interval.Steps(1000)).fit(DATA,
                choice.backend()), "interrupted");
    }

    /** Listeners that keep a history have it whole. */
    @Test
    void listenersAreToldWhatWasBefore() {
        var recipe = recipes().findFirst().orElseThrow();
        var expected = new ArrayList<String>();
        recipe.training().listener(new History(expected)).fit(DATA, choice.backend());
        var store = CheckpointFolder.of(folder, ResumeTest::unexpected);
        assertThrows(Killed.class, () -> recipe.training().checkpoints(store, new Interval.Steps(2))
                .cancelledBy(killedAtStep(12)).fit(DATA, choice.backend()));
        var found = new ArrayList<String>();
        recipe.training().listener(new History(found)).checkpoints(store, new Interval.Steps(2)).fit(DATA,
                choice.backend());
        assertEquals(expected, found);
    }

    private record History(List<String> lines) implements TrainListener {
        @Override
        public void resumed(Resumed before) {
            assertEquals(3, before.epoch());
            assertEquals(2, before.step());
            assertEquals(2 * Recipe.BATCH, before.rows());
            var epochs = before.epochs().iterator();
            for (Progress each : before.progress()) {
                progress(each);
                epoch(epochs.next());
            }
        }

        @Override
        public void progress(Progress progress) {
            lines.add(
                    progress.epoch() + " " + progress.step() + " " + progress.rows() + " " + progress.loss());
        }

        @Override
        public void epoch(Epoch epoch) {
            lines.add(epoch.epoch() + " " + epoch.loss() + epoch.weights());
        }
    }

    @Test
    void anotherRunIsRefusedNamingBothSides() {
        var recipe = recipes().findFirst().orElseThrow();
        var store = CheckpointFolder.of(folder, ResumeTest::unexpected);
        assertThrows(Killed.class, () -> recipe.training().checkpoints(store, new Interval.Steps(1))
                .cancelledBy(killedAtStep(2)).fit(DATA, choice.backend()));
        refused("data", recipe.training().checkpoints(store, new Interval.Steps(1)), new Blobs(36, 8, 8));
        refused("settings", recipe.training().seed(9).checkpoints(store, new Interval.Steps(1)), DATA);
        var other = new Recipe("", recipe.model(), recipe.objective().withClipping(new Clipping.None()),
                recipe.config(),
                recipe.validation());
        refused("program", other.training().checkpoints(store, new Interval.Steps(1)), DATA);
        var old = store.latest().orElseThrow();
        var run = new HashMap<>(old.point().run());
        run.put("backend", "abacus");
        refused("abacus", recipe.training().checkpoints(new Single(new Checkpoint(withRun(old, run),
                Map.of())), new Interval.Steps(1)), DATA);
    }

    private static TrainPoint withRun(Checkpoint old, Map<String, String> run) {
        var point = old.point();
        return new TrainPoint(run, point.epoch(), point.step(), point.beginning(),
                point.best(), point.epochs(), point.counters(), 0, 0);
    }

    private record Single(Checkpoint checkpoint) implements CheckpointStore {
        @Override
        public Optional<Checkpoint> latest() {
            return Optional.of(checkpoint);
        }

        @Override
        public void save(Checkpoint next) {
            throw new AssertionError();
        }

        @Override
        public void clear() {
            throw new AssertionError();
        }
    }

    private static void refused(String name, Training training, Dataset data) {
        var refusal = assertThrows(DataException.class, () -> training.fit(data, choice.backend()));
        assertTrue(refusal.getMessage().contains("it was taken with") && refusal.getMessage().contains(name),
                refusal.getMessage());
    }

    /**
     * What a step reads before anything writes it, apart from its input, is what it remembers: no more may be
     * lost between two processes.
     */
    @ParameterizedTest
    @MethodSource("recipes")
    void everythingAStepRemembersIsKept(Recipe recipe) {
        var program = recipe.training().program();
        var remembered = new HashSet<String>();
        var written = new HashSet<Integer>();
        for (Op op : program.ops(Routine.TRAIN_STEP)) {
            op.reads().stream().filter(each -> !written.contains(each.root()))
                    .forEach(each -> remembered.add(program.slots().get(each.root()).name()));
            op.writes().forEach(each -> written.add(each.root()));
        }
        remembered.removeIf(name -> program.slots().stream()
                .anyMatch(each -> each.name().equals(name) && each.role() == Role.INPUT));
        var store = CheckpointFolder.of(folder, ResumeTest::unexpected);
        assertThrows(Killed.class, () -> recipe.training().checkpoints(store, new Interval.Steps(1))
                .cancelledBy(killedAtStep(1)).fit(DATA, choice.backend()));
        var checkpoint = store.latest().orElseThrow();
        var kept = new HashSet<>(checkpoint.point().counters().keySet());
        checkpoint.names().forEach(name -> kept.add(name.replaceFirst("^(slot|weights)/", "")));
        kept.add("parameters");
        assertTrue(remembered.contains("moment/first") || remembered.contains("moment/velocity"));
        assertTrue(remembered.contains(Ports.TRAIN_LOSS) && remembered.contains(Ports.STEP),
                remembered.toString());
        assertEquals(List.of(), remembered.stream().filter(each -> !kept.contains(each)).toList());
        program.parameters().forEach(each -> assertEquals(each.slot().elements(),
                checkpoint.values("weights/" + each.name()).length, each.name()));
    }

    @Test
    void aStoreThatFailsDoesNotEndTheTraining() throws Exception {
        var recipe = recipes().findFirst().orElseThrow();
        var expected = recipe.training().fit(DATA, choice.backend());
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        var told = new ArrayList<String>();
        var found = recipe.training().listener(new TrainListener() {
            @Override
            public void notSaved(String reason) {
                told.add(reason);
            }
        }).checkpoints(CheckpointFolder.of(file.resolve("under"), ResumeTest::unexpected),
                new Interval.Steps(4)).fit(DATA, choice.backend());
        Recipe.same(expected, found, "without room for checkpoints");
        assertTrue(told.size() > 1 && told.getFirst().contains("cannot be created"), told.toString());
    }

    private static void unexpected(String note) {
        throw new AssertionError(note);
    }
}
