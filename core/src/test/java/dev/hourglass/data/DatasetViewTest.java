package dev.hourglass.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Shape;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a view does not change is handed on, all of it. */
class DatasetViewTest {

    /** Rows that say which call read them. */
    private record Source() implements Dataset {
        @Override
        public String name() {
            return "source";
        }

        @Override
        public Shape shape() {
            return Shape.of(1);
        }

        @Override
        public int size() {
            return 3;
        }

        @Override
        public void read(int row, float[] into, int offset) {
            into[offset] = row;
        }

        @Override
        public void read(int row, int epoch, float[] into, int offset) {
            into[offset] = 10 * (epoch + 1) + row;
        }

        @Override
        public float weight(int row) {
            return 0.5f;
        }

        @Override
        public OptionalInt label(int row) {
            return OptionalInt.of(row + 7);
        }
    }

    @Test
    void weightedRowsLookDifferentInEachEpochWhereTheirSourceDoes() {
        var rows = new WeightedRows(new Source(), new float[] {1, 2, 3});
        var value = new float[1];
        rows.read(2, value, 0);
        assertEquals(2, value[0]);
        rows.read(2, 4, value, 0);
        assertEquals(52, value[0]);
        assertEquals(3, rows.weight(2));
        assertEquals(OptionalInt.of(9), rows.label(2));
    }

    @Test
    void someRowsLookDifferentInEachEpochWhereTheirSourceDoes() {
        var rows = new Rows("some", new Source(), new int[] {2, 0});
        var value = new float[1];
        rows.read(0, 4, value, 0);
        assertEquals(52, value[0]);
        rows.read(0, value, 0);
        assertEquals(2, value[0]);
        assertEquals(OptionalInt.of(7), rows.label(1));
        assertFalse(rows.isFixed());
        assertTrue(new Rows("some", Datasets.of("numbers", Shape.of(1), new float[] {1, 2}), 1).isFixed());
    }

    @Test
    void aPlainViewIsTheSame() {
        var view = new DatasetView(new Source());
        assertEquals("source", view.name());
        assertEquals(Shape.of(1), view.shape());
        assertEquals(3, view.size());
        assertEquals(0.5f, view.weight(1));
        assertEquals(OptionalInt.of(8), view.label(1));
    }
}
