package dev.hourglass.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {

    private static Dataset rows(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return Datasets.of("numbers", Shape.of(1), values);
    }

    private static List<Integer> values(Dataset data) {
        float[] row = new float[1];
        return IntStream.range(0, data.size()).mapToObj(i -> {
            data.read(i, row, 0);
            return (int) row[0];
        }).toList();
    }

    @Test
    void everyRowIsInOnePart() {
        Split split = Split.of(rows(1000), 0.2, 7);
        List<Integer> train = values(split.train());
        List<Integer> validation = values(split.validation());
        assertEquals(200, validation.size());
        List<Integer> all = new ArrayList<>(train);
        all.addAll(validation);
        assertEquals(IntStream.range(0, 1000).boxed().toList(), all.stream().sorted().toList());
        assertEquals(train.stream().sorted().toList(), train);
        assertTrue(validation.stream().mapToInt(i -> i).average().orElse(0) > 400);
    }

    @Test
    void dependsOnTheSeedOnly() {
        assertEquals(values(Split.of(rows(100), 0.3, 1).validation()),
                values(Split.of(rows(100), 0.3, 1).validation()));
        assertNotEquals(values(Split.of(rows(100), 0.3, 1).validation()),
                values(Split.of(rows(100), 0.3, 2).validation()));
    }

    @ParameterizedTest
    @CsvSource({"2, 0.01, 1", "2, 0.99, 1", "3, 0.999, 2", "10, 0.001, 1", "10, 0.25, 3"})
    void leavesARowOnEachSide(int size, double fraction, int validation) {
        Split split = Split.of(rows(size), fraction, 1);
        assertEquals(validation, split.validation().size());
        assertEquals(size - validation, split.train().size());
    }

    @Test
    void refusesWhatCannotBeDivided() {
        DataException one = assertThrows(DataException.class, () -> Split.of(rows(1), 0.5, 1));
        assertTrue(one.getMessage().contains("at least 2 rows"), one.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Split.of(rows(9), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Split.of(rows(9), 1, 1));
    }
}
