package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.train.Evaluation;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainListener.Beginning;
import dev.hourglass.train.TrainListener.Epoch;
import dev.hourglass.train.TrainReport;
import dev.hourglass.train.TrainReport.Outcome;
import dev.hourglass.train.WeightHash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Training that learns its rows by heart ends with the weights that were best on others. */
class KeepBestTest {
    private static final int COLUMNS = 12;
    private static Backends.Choice choice;

    @BeforeAll
    static void open() {
        choice = Backends.open("reference!", Options.standard());
    }

    @AfterAll
    static void close() {
        choice.close();
    }

    /** Rows around a bent line, or of noise alone, in which there is nothing to learn. */
    private static Dataset rows(String name, int count, double bend) {
        var random = new PhiloxGenerator(7, Streams.TESTING.id(), name.hashCode());
        var values = new float[count * COLUMNS];
        for (int i = 0; i < count; i++) {
            double place = random.nextGaussian();
            for (int j = 0; j < COLUMNS; j++) {
                values[i * COLUMNS + j] = (float) (bend * Math.sin(place + j * 0.7) + random.nextGaussian());
            }
        }
        return Datasets.of(name, Shape.of(COLUMNS), values);
    }

    /** What training ended with, and what that is worth. */
    private record Ended(TrainReport report, String weights, double loss) {
        List<Double> losses() {
            return report.epochs().stream().map((Epoch each) -> each.validationLoss().orElseThrow()).toList();
        }
    }

    private static Ended train(Training training, Dataset rows, Dataset watched) {
        var weights = new String[1];
        var loss = new double[1];
        var report = training.validation(watched).fit(rows, choice.backend(), (session, _) -> {
            weights[0] = WeightHash.of(session);
            loss[0] = Evaluation.of(session, watched).get(Evaluation.LOSS);
        }).report();
        return new Ended(report, weights[0], loss[0]);
    }

    private static Training compressor(int latent, int epochs) {
        return CompressorModel.training(CompressorModel.of(Shape.of(COLUMNS), latent), epochs, 1).batch(20);
    }

    @Test
    void theBestEpochIsKept() {
        var ended = train(compressor(1, 60).batch(5), rows("few", 15, 3), rows("others", 300, 3));
        int kept = ended.report().kept();
        double lowest = ended.losses().stream().mapToDouble(each -> each).min().orElseThrow();
        assertTrue(kept > 0 && kept < 60, "learnt by heart from epoch " + kept + " on");
        assertEquals(lowest, ended.losses().get(kept - 1));
        assertTrue(lowest < ended.report().beginning().validationLoss().orElseThrow());
        assertTrue(lowest < 0.97 * ended.losses().getLast(), lowest + " beside " + ended.losses().getLast());
        assertEquals(ended.report().epochs().get(kept - 1).weights(), ended.weights());
        assertEquals(lowest, ended.loss());
    }

    /** A circle lies in a plane, so that two components say all that there is to say. */
    @Test
    void thePrincipalComponentsAreKeptWhereNoEpochIsBetter() {
        var ended = train(compressor(2, 6), rows("few", 40, 3), rows("others", 300, 3));
        double start = ended.report().beginning().validationLoss().orElseThrow();
        assertEquals(0, ended.report().kept());
        assertTrue(ended.losses().stream().allMatch(each -> each > start),
                ended.losses() + " after " + start);
        assertEquals(ended.report().beginning().weights(), ended.weights());
        assertEquals(start, ended.loss());
        assertTrue(ended.report().epochs().stream().noneMatch(Epoch::best));
    }

    @Test
    void lookingAtTheStartChangesNoBitOfTheTraining() {
        var best = train(compressor(1, 3), rows("few", 40, 3), rows("others", 30, 3));
        var last = train(
                compressor(1, 3).config(CompressorModel.config(3, 1).withStopping(new Stopping.Never())),
                rows("few", 40, 3), rows("others", 30, 3));
        assertEquals(weights(best), weights(last));
        assertEquals(Beginning.UNKNOWN, last.report().beginning());
        assertEquals(3, last.report().kept());
        assertEquals(weights(last).getLast(), last.weights());
    }

    private static List<String> weights(Ended ended) {
        return ended.report().epochs().stream().map(Epoch::weights).toList();
    }

    /** Without other rows there is nothing to choose by. */
    @Test
    void withoutValidationTheLastEpochIsKept() {
        var weights = new ArrayList<String>();
        var report = compressor(2, 6).fit(rows("few", 40, 3), choice.backend(),
                (session, _) -> weights.add(WeightHash.of(session))).report();
        assertEquals(6, report.kept());
        assertEquals(List.of(report.epochs().getLast().weights()), weights);
        assertEquals(Beginning.UNKNOWN, report.beginning());
    }

    /** Patience runs out against the start too. */
    @Test
    void trainingThatFindsNothingBetterEndsEarlyWithTheStart() {
        var config = CompressorModel.config(40, 1).withStopping(new Stopping.Patience(3, 0));
        var ended = train(compressor(2, 40).config(config), rows("few", 40, 3), rows("others", 300, 3));
        assertEquals(Outcome.STOPPED_EARLY, ended.report().outcome());
        assertEquals(3, ended.report().epochs().size());
        assertEquals(0, ended.report().kept());
        assertEquals(ended.report().beginning().weights(), ended.weights());
    }

    /** Nobody looked at the weights from the middle of an epoch. */
    @Test
    void whoStopsInTheFirstEpochGetsTheStart() {
        var steps = new AtomicInteger();
        var training = compressor(1, 3).batch(5).cancelledBy(() -> steps.getAndIncrement() > 3);
        var ended = train(training, rows("few", 40, 3), rows("others", 300, 3));
        assertEquals(Outcome.INTERRUPTED, ended.report().outcome());
        assertEquals(List.of(), ended.report().epochs());
        assertEquals(0, ended.report().kept());
        assertEquals(ended.report().beginning().weights(), ended.weights());
        assertEquals(ended.report().beginning().validationLoss().orElseThrow(), ended.loss());
    }

    /** Random weights are never what somebody wants to keep. */
    @Test
    void aRandomStartIsNotKept() {
        var layers = Training.of(CompressorModel.layers(Shape.of(COLUMNS), 2),
                CompressorModel.objective().withOptimizer(Optimizer.Adam.of(3))).batch(20)
                .config(CompressorModel.config(2, 1));
        var ended = train(layers, rows("few", 40, 0), rows("others", 30, 0));
        assertEquals(Beginning.UNKNOWN, ended.report().beginning());
        assertTrue(ended.report().kept() > 0);
    }
}
