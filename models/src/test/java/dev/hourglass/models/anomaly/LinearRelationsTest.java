package dev.hourglass.models.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.models.Tensors;
import dev.hourglass.models.anomaly.LinearRelations.NumberColumn;
import dev.hourglass.plan.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns a, b, a + b and a − b, the last two with an error of 0.05; two columns that are no numbers. */
class LinearRelationsTest {
    private static final int WIDTH = 6;
    private static final int GAP = 4;
    private static final int CATEGORY = 5;
    private static final List<NumberColumn> NUMBERS = List.of(new NumberColumn(0, -1),
            new NumberColumn(1, -1),
            new NumberColumn(2, -1), new NumberColumn(3, GAP));
    /** 20 errors. */
    private static final float STEP = 1;

    private static Matrix rows(int count, double error) {
        var random = new Random(1);
        var values = new float[count * WIDTH];
        for (int row = 0; row < count; row++) {
            float a = (float) random.nextGaussian(3, 1);
            float b = (float) random.nextGaussian();
            float[] own = {a, b, (float) (a + b + error * random.nextGaussian()),
                (float) (a - b + error * random.nextGaussian()), 0, row % 2};
            System.arraycopy(own, 0, values, row * WIDTH, WIDTH);
        }
        return new Matrix(WIDTH, values);
    }

    private static Optional<LinearRelations> fit(Matrix rows, List<NumberColumn> numbers) {
        return LinearRelations.fit(rows, rows, numbers);
    }

    private static LinearRelations relations() {
        return fit(rows(400, 0.05), NUMBERS).orElseThrow();
    }

    private static Matrix row(float... values) {
        return new Matrix(WIDTH, values);
    }

    @Test
    void rowsThatKeepToThemAddNothing() {
        var relations = relations();
        var rows = rows(1000, 0.05);
        long none = IntStream.range(0, rows.rows()).filter(row -> relations.of(rows, row) == 0).count();
        assertTrue(none > 970, none + " of 1,000");
        assertEquals(0, relations.of(row(10, 5, 15, 5, 0, 0), 0), "far away, but true");
    }

    @Test
    void aBrokenOneAddsTheLogarithmOfItsDistance() {
        double once = relations().of(row(3, 0, 3 + STEP, 3, 0, 0), 0);
        double twice = relations().of(row(3, 0, 3 + 2 * STEP, 3, 0, 0), 0);
        assertTrue(once > 1, "found " + once);
        assertEquals(2 * Math.log(2), twice - once, 0.1);
        assertEquals(2 * Math.log(20), relations().of(row(3, 0, Float.MAX_VALUE, 3, 0, 0), 0), 1e-9);
    }

    @Test
    void whatIsNoNumberDoesNotCount() {
        assertEquals(0, relations().of(row(3, 0, 3, 3, 0, 77), 0));
    }

    /** The fourth is filled with something that does not suit the others. */
    @Test
    void aMissingValueIsWhatTheOthersSay() {
        assertTrue(relations().of(row(3, 0, 3, 9, 0, 0), 0) > 1);
        assertEquals(0, relations().of(row(3, 0, 3, 9, 1, 0), 0));
        assertTrue(relations().of(row(3, 0, 3 + STEP, 9, 1, 0), 0) > 1, "the others are still looked at");
    }

    /** Without the third and the fourth nothing relates the others, with one of them two unknowns suit. */
    @Test
    void severalMissingValuesAreFoundTogether() {
        var numbers = List.of(new NumberColumn(0, -1), new NumberColumn(1, -1), new NumberColumn(2, CATEGORY),
                new NumberColumn(3, GAP));
        var rows = rows(400, 0.05);
        for (int row = 0; row < rows.rows(); row++) {
            rows.values()[row * WIDTH + CATEGORY] = 0;
        }
        var found = fit(rows, numbers).orElseThrow();
        assertTrue(found.of(row(3, 0, 30, -30, 0, 0), 0) > 1);
        assertEquals(0, found.of(row(3, 0, 30, -30, 1, 1), 0));
    }

    @Test
    void theColumnThatChangedIsNamed() {
        var shares = new double[WIDTH];
        relations().explain(row(3, 0, 3, 3 + STEP, 0, 0), 0, shares);
        double largest = Arrays.stream(shares).max().orElseThrow();
        assertEquals(largest, shares[3], Arrays.toString(shares));
        assertEquals(0, shares[GAP] + shares[CATEGORY]);
        assertTrue(largest > 100, "squared, in errors of 0.05: " + largest);
        var usual = new double[WIDTH];
        relations().explain(row(3, 0, 3, 3, 0, 0), 0, usual);
        assertArrayEquals(new double[WIDTH], usual);
    }

    @Test
    void exactOnesAreMeasuredByALeastDeviation() {
        var exact = fit(rows(400, 0), NUMBERS).orElseThrow();
        var rows = rows(1000, 0);
        assertTrue(IntStream.range(0, 1000).allMatch(row -> exact.of(rows, row) == 0),
                "rounding is no breach");
        assertTrue(exact.of(row(3, 0, 3.03f, 3, 0, 0), 0) > 1, "one hundredth is");
    }

    @ParameterizedTest
    @CsvSource({"39, 0.05", "400, 3"})
    void fewRowsAndLooseColumnsHaveNone(int count, double error) {
        assertEquals(Optional.empty(), fit(rows(count, error), NUMBERS));
    }

    @Test
    void constantColumnsAndRowsWithGapsAreLeftOut() {
        var rows = rows(400, 0.05);
        for (int row = 0; row < rows.rows(); row++) {
            rows.values()[row * WIDTH] = 1e6f;
        }
        var others = fit(rows, NUMBERS).orElseThrow();
        assertEquals(0, others.of(row(0, 0, 3, 3, 0, 0), 0), "b, a + b and a - b suit each other");
        var gaps = rows(400, 0.05);
        for (int row = 0; row < gaps.rows(); row += 2) {
            gaps.values()[row * WIDTH + GAP] = 1;
            gaps.values()[row * WIDTH + 3] = -50;
        }
        var found = fit(gaps, NUMBERS).orElseThrow();
        assertTrue(found.of(row(3, 0, 3, 3 + STEP, 0, 0), 0) > 1);
    }

    private static Tensors saved() {
        var tensors = new Tensors();
        relations().save(tensors);
        return tensors;
    }

    @Test
    void aFileHoldsThem() {
        var loaded = LinearRelations.load(WIDTH, new StoredTensors(saved())).orElseThrow();
        var relations = relations();
        var rows = rows(50, 1);
        for (int row = 0; row < rows.rows(); row++) {
            assertEquals(relations.of(rows, row), loaded.of(rows, row));
        }
        assertEquals(Optional.empty(), LinearRelations.load(WIDTH, new StoredTensors(new Tensors())));
    }

    @ParameterizedTest
    @CsvSource({"columns, 0, 6", "columns, 1, 0.5", "columns, 2, -1", "gaps, 0, 6", "gaps, 3, -2",
        "deviations, 0, 0", "usual, 0, 0", "means, 1, NaN", "directions, 0, Infinity"})
    void tensorsThatAreNotSoundAreRefused(String name, int at, float value) {
        String full = "relations/" + name;
        var tensors = saved();
        float[] values = tensors.values(full);
        values[at] = value;
        tensors.with(full, tensors.shape(full), values);
        var stored = new StoredTensors(tensors);
        var refused = assertThrows(IllegalArgumentException.class, () -> LinearRelations.load(WIDTH, stored));
        assertTrue(refused.getMessage().contains(full), refused.getMessage());
    }

    @Test
    void directionsOfOtherColumnsAreRefused() {
        var tensors = saved().with("relations/directions", Shape.of(3), new float[3]);
        var stored = new StoredTensors(tensors);
        assertThrows(IllegalArgumentException.class, () -> LinearRelations.load(WIDTH, stored));
    }
}
