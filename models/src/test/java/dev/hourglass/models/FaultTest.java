package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.DatasetView;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Sequential;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.plan.Activation;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.train.DivergedException;
import dev.hourglass.train.TrainListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A training that goes wrong says where and what to try. */
class FaultTest {
    private static final Dataset DATA = new Blobs(64, 8, 8);
    private static Backends.Choice choice;

    @BeforeAll
    static void open() {
        choice = Backends.open("reference!", Options.standard());
    }

    @AfterAll
    static void close() {
        choice.close();
    }

    /** Row 37 is not a number from some epoch on. */
    private static final class Spoilt extends DatasetView {
        private final int from;

        Spoilt(int from) {
            super(DATA);
            this.from = from;
        }

        @Override
        public boolean isFixed() {
            return false;
        }

        @Override
        public void read(int row, int epoch, float[] into, int offset) {
            super.read(row, epoch, into, offset);
            if (row == 37 && epoch >= from) {
                into[offset + 5] = Float.NaN;
            }
        }
    }

    private static Training linear(Optimizer optimizer, int batch) {
        var linear = new Autoencoder("linear", DATA.shape(), Sizes.fixed(), Dense.linear(8),
                Sequential.of(Dense.linear(64), new Reshape(DATA.shape())));
        return Training.of(linear, Objective.reconstruction().withOptimizer(optimizer)).batch(batch)
                .epochs(50);
    }

    private static String failure(Training training, Dataset data) {
        return assertThrows(DivergedException.class, () -> training.fit(data, choice.backend())).getMessage();
    }

    /** With a far too long step the second one already computes what no float can hold. */
    @Test
    void theFirstOpThatOverflowsIsNamedWithItsLayer() {
        String message = failure(linear(Optimizer.Sgd.of(1e30f, 0), 8), DATA);
        assertTrue(message.matches("training diverged: in epoch 1, step [12], \\w+ was the first to write "
                + "-?(Infinity|NaN), into [^ ]*(encoder|decoder|loss)[^ ]*\\[.*\\] \\(op \\d+ of \\d+\\); try a "
                + "learning rate below 1.0E30, or clip the gradient"), message);
    }

    /** Several hundred good steps are not repeated, and the right one is found among those that are. */
    @Test
    void theStepIsFoundAlsoLongAfterTheBeginning() {
        int[] epochs = {0};
        // Steps of one row, 64 in an epoch: the rows go bad in the tenth.
        var training = linear(Optimizer.Adam.of(1e-3f), 1).listener(new TrainListener() {
            @Override
            public void epoch(Epoch epoch) {
                epochs[0] = epoch.epoch();
            }
        });
        String message = failure(training, new Spoilt(9));
        assertEquals(9, epochs[0]);
        assertTrue(
                message.matches(
                        "training diverged: in epoch 10, step \\d+, the rows themselves hold NaN; .*"),
                message);
    }

    @Test
    void theWeightsOfTheLastGoodEpochAreKept() {
        var kept = new ArrayList<Integer>();
        var error = assertThrows(DivergedException.class,
                () -> linear(Optimizer.Adam.of(1e-3f), 8).fit(new Spoilt(3), choice.backend()));
        kept.add(error.kept());
        assertEquals(List.of(3), kept);
    }

    /** The first steps are far too long to find anything better than the principal components. */
    @Test
    void theBestWeightsAreKeptWhereThatIsWanted() {
        var hot = Training.of(CompressorModel.of(DATA.shape(), 3),
                CompressorModel.objective().withOptimizer(Optimizer.Adam.of(0.3f))).batch(8)
                .config(CompressorModel.config(20, 1)).validation(new Blobs(20, 8, 8));
        var good = new ArrayList<Integer>();
        hot.listener(new TrainListener() {
            @Override
            public void epoch(Epoch epoch) {
                good.add(epoch.epoch());
            }
        });
        var error = assertThrows(DivergedException.class, () -> hot.fit(new Spoilt(2), choice.backend()));
        assertEquals(List.of(1, 2), good);
        assertEquals(0, error.kept());
    }

    private static List<String> warnings(Training training) {
        var warnings = new ArrayList<String>();
        training.listener(listens(warnings)).fit(DATA, choice.backend());
        return warnings;
    }

    private static TrainListener listens(List<String> warnings) {
        return new TrainListener() {
            @Override
            public void noticed(String warning) {
                warnings.add(warning);
            }
        };
    }

    /** One step in an epoch: each is looked at, and the first that explode can still be said in numbers. */
    @Test
    void aLossThatExplodesIsNoticedOnce() {
        var warnings = new ArrayList<String>();
        var training = linear(Optimizer.Sgd.of(100f, 0), 64).listener(listens(warnings));
        failure(training, DATA);
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.getFirst()
                .matches("the loss has risen to .*, it began at 0\\..* and was 0\\..* at its "
                        + "lowest: training diverges; try a lower learning rate, or clip the gradient"),
                warnings.toString());
    }

    /** Behind a saturated activation nothing is learnt: all rows have the same code. */
    @Test
    void aDeadCodeIsNoticedOnce() {
        var dead = new Autoencoder("dead", DATA.shape(), Sizes.fixed(),
                Sequential.of(Dense.linear(8), Dense.of(4, new Activation.Relu())),
                Sequential.of(Dense.linear(64), new Reshape(DATA.shape())));
        var training = Training.of(dead, Objective.reconstruction().withOptimizer(Optimizer.Sgd.of(30f, 0)))
                .validation(DATA).batch(8).epochs(6);
        var warnings = warnings(training);
        assertTrue(
                warnings.stream().anyMatch(each -> each.contains("it has collapsed (its code is the same")),
                warnings.toString());
    }

    @Test
    void aTrainingThatGoesWellHasNoWarnings() {
        assertEquals(List.of(), warnings(linear(Optimizer.Adam.of(3e-3f), 8).epochs(12)));
        assertEquals(List.of(), warnings(linear(Optimizer.Adam.of(3e-3f), 8).epochs(12).validation(DATA)));
    }
}
