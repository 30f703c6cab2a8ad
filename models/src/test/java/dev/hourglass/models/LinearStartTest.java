package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model with linear paths begins as the best linear code. */
class LinearStartTest {
    private static final int COLUMNS = 6;
    private static final int ROWS = 64;
    /** Deviations along four directions; in the two others nothing varies. */
    private static final double[] DEVIATIONS = {0.2, 0.1, 0.05, 0.02};
    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = new ReferenceProvider().open(Options.standard());
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    /** Direction k: 1, -1, 1, ... (COLUMNS) by the bits of k, orthogonal within the first four columns. */
    private static double direction(int k, int column) {
        return column >= 4 ? 0 : (Integer.bitCount(k & column) % 2 == 0 ? 0.5 : -0.5);
    }

    /** Coordinates that are uncorrelated and have deviation 1 exactly, so that the components are known. */
    private static double coordinate(int row, int k) {
        return Integer.bitCount(row & (1 << k)) == 0 ? 1 : -1;
    }

    private static Dataset rows(Shape shape) {
        var values = new float[ROWS * COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            for (int j = 0; j < COLUMNS; j++) {
                double value = 0.5 + 0.01 * j;
                for (int k = 0; k < DEVIATIONS.length; k++) {
                    value += coordinate(row, k) * DEVIATIONS[k] * direction(k, j);
                }
                values[row * COLUMNS + j] = (float) value;
            }
        }
        return Datasets.of("known", shape, values);
    }

    private static double startError(Dataset data, int latent) {
        var program = AutoencoderProgram.training(CompressorModel.of(data.shape(), latent),
                CompressorModel.objective(), Math.min(data.size(), ROWS), 1);
        try (var session = Session.open(program, backend)) {
            InitialWeights.write(session, data, 1);
            return Training.evaluate(session, data).get(AutoencoderProgram.MSE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.0129", "2, 0.0029", "3, 0.0004", "4, 0", "6, 0", "9, 0"})
    void trainingBeginsAtTheErrorOfPrincipalComponents(int latent, double lost) {
        assertEquals(lost / COLUMNS, startError(rows(Shape.of(COLUMNS)), latent), 1e-7, "table");
        assertEquals(lost / COLUMNS, startError(rows(Shape.of(1, 2, 3)), latent), 1e-7, "images");
    }

    @Test
    void imagesThatAreHalvedFirstBeginThereToo() {
        var blobs = new Blobs(5, 65, 66);
        assertEquals(0, startError(blobs, 4), 1e-7, "5 images differ in 4 directions");
        double mean = MeanRow.of(blobs).mse(blobs);
        assertEquals(mean / 2, startError(blobs, 2), 0.2 * mean, "half of them");
    }

    private static float[] startCodes(Dataset data, int latent) {
        var program = AutoencoderProgram.training(CompressorModel.of(data.shape(), latent),
                CompressorModel.objective(), ROWS, 1);
        try (var session = Session.open(program, backend)) {
            InitialWeights.write(session, data, 1);
            var values = new float[ROWS * COLUMNS];
            for (int row = 0; row < ROWS; row++) {
                data.read(row, values, row * COLUMNS);
            }
            session.write(program.port(Ports.INPUT), MemorySegment.ofArray(values));
            session.run(Routine.ENCODE);
            return session.read(program.port(Ports.CODE));
        }
    }

    @Test
    void numbersOfACodeBeginInOrderAndWithTheSameSpread() {
        float[] codes = startCodes(rows(Shape.of(COLUMNS)), 4);
        for (int k = 0; k < 4; k++) {
            float sign = Math.signum(codes[k]) * (float) coordinate(0, k);
            for (int row = 0; row < ROWS; row++) {
                assertEquals(sign * coordinate(row, k), codes[row * 4 + k], 1e-3, "row " + row + ", " + k);
            }
        }
    }

    /** Numbers beyond the rank are drawn from the others and have a spread too, or rounding would decide. */
    @Test
    void numbersWithoutAComponentSpreadAsWell() {
        float[] codes = startCodes(rows(Shape.of(COLUMNS)), 9);
        for (int k = 4; k < 9; k++) {
            double squares = 0;
            for (int row = 0; row < ROWS; row++) {
                squares += codes[row * 9 + k] * codes[row * 9 + k] / ROWS;
            }
            assertTrue(squares > 0.02 && squares < 10, "number " + k + ": " + squares);
        }
    }

    /**
     * Eigenvalues that fall slowly, more rows than are looked at: close to the best is asked for, not more.
     */
    @Test
    void aSampleOfManyRowsIsAlmostAsGoodAsAllOfThem() {
        int columns = 40;
        var random = new PhiloxGenerator(3, Streams.TESTING.id(), 0);
        var values = new float[6000 * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / (1 + i % columns));
        }
        var data = Datasets.of("many", Shape.of(columns), values);
        double best = 0;
        for (int j = 5; j < columns; j++) {
            best += 1.0 / ((1 + j) * (1 + j)) / columns;
        }
        double found = startError(data, 5);
        assertTrue(found < 1.03 * best && found > 0.95 * best, found + " beside " + best);
        assertEquals(found, startError(data, 5), "drawn by the seed");
    }

    @Test
    void oneRowAndRowsThatAreAllTheSameAreNoTrouble() {
        var constant = Datasets.of("constant", Shape.of(3), new float[] {1, 2, 3, 1, 2, 3});
        assertEquals(0, startError(constant, 2), 1e-9);
        assertEquals(0, startError(Datasets.of("one", Shape.of(3), new float[] {1, 2, 3}), 2), 1e-9);
    }

    @Test
    void trainingGoesDownFromThere() {
        var blobs = new Blobs(120, 8, 8);
        double start = startError(blobs, 3);
        var trained = CompressorModel.training(CompressorModel.of(blobs.shape(), 3), 10, 1).batch(20)
                .fit(blobs, backend);
        double end = trained.report().epochs().getLast().loss();
        assertTrue(end < 0.7 * start, end + " after " + start);
    }
}
