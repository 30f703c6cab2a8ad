package dev.hourglass.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Shape;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatcherTest {

    /** Row i holds (i, i + 0.5). */
    private static Dataset rows(int count) {
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            values[2 * i] = i;
            values[2 * i + 1] = i + 0.5f;
        }
        return Datasets.of("numbers", Shape.of(2), values);
    }

    /** Checks one batch against itself and returns the rows that count. */
    private static List<Integer> rows(Batch batch, int size) {
        List<Integer> counted = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            float first = batch.values().getAtIndex(ValueLayout.JAVA_FLOAT, 2L * i);
            assertEquals(batch.row(i), first);
            assertEquals(first + 0.5f, batch.values().getAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1));
            assertEquals(i < batch.real() ? 1 : 0, batch.weights().getAtIndex(ValueLayout.JAVA_FLOAT, i));
            if (i < batch.real()) {
                counted.add((int) first);
            } else {
                assertTrue(counted.contains((int) first), "a filling row repeats one of the same batch");
            }
        }
        return counted;
    }

    private static List<Integer> epoch(Batcher batcher) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < batcher.batches(); i++) {
            Batch batch = batcher.next();
            assertEquals(i, batch.position().batch());
            all.addAll(rows(batch, batcher.batchSize()));
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"10, 4, 3", "8, 4, 2", "3, 7, 1", "1, 1, 1", "1, 5, 1"})
    void everyRowComesOnceInEachEpoch(int size, int batchSize, int batches) {
        List<Integer> all = IntStream.range(0, size).boxed().toList();
        try (Batcher shuffled = Batcher.shuffled(rows(size), batchSize, 5);
                Batcher sequential = Batcher.sequential(rows(size), batchSize)) {
            assertEquals(batches, shuffled.batches());
            for (int e = 0; e < 3; e++) {
                assertEquals(all, epoch(shuffled).stream().sorted().toList());
                assertEquals(all, epoch(sequential));
            }
        }
    }

    @Test
    void batchesOfNumbersNameTheRowsOfShuffledBatches() {
        try (Batcher shuffled = Batcher.shuffled(rows(10), 4, 5);
                Batcher numbers = Batcher.numbers(rows(10), 4, 5)) {
            for (int i = 0; i < 2 * shuffled.batches(); i++) {
                Batch values = shuffled.next();
                Batch named = numbers.next();
                assertEquals(values.position(), named.position());
                assertEquals(values.real(), named.real());
                assertEquals(0, named.values().byteSize());
                assertEquals(-1, values.weights().mismatch(named.weights()));
                for (int j = 0; j < 4; j++) {
                    assertEquals(values.row(j), named.numbers().getAtIndex(ValueLayout.JAVA_INT, j));
                }
            }
        }
    }

    @Test
    void theOrderDependsOnSeedAndEpoch() {
        try (Batcher a = Batcher.shuffled(rows(50), 8, 1);
                Batcher b = Batcher.shuffled(rows(50), 9, 1);
                Batcher c = Batcher.shuffled(rows(50), 8, 2)) {
            List<Integer> first = epoch(a);
            List<Integer> second = epoch(a);
            assertNotEquals(first, second);
            assertEquals(first, epoch(b), "the batch size does not change the order");
            assertEquals(second, epoch(b));
            assertNotEquals(first, epoch(c));
        }
    }

    @Test
    void goesOnFromAnyPosition() {
        try (Batcher whole = Batcher.shuffled(rows(50), 8, 1);
                Batcher part = Batcher.shuffled(rows(50), 8, 1)) {
            epoch(whole);
            epoch(whole);
            whole.next();
            List<Integer> expected = rows(whole.next(), 8);
            part.seek(new BatchPosition(2, 1));
            assertEquals(expected, rows(part.next(), 8));
            part.next();
            part.seek(new BatchPosition(2, 1));
            Batch again = part.next();
            assertEquals(expected, rows(again, 8));
            assertEquals(new BatchPosition(2, 1), again.position());
            part.seek(new BatchPosition(0, 6));
            assertEquals(2, part.next().real());
            assertEquals(new BatchPosition(1, 0), part.next().position());
            assertThrows(IllegalArgumentException.class, () -> part.seek(new BatchPosition(0, 7)));
        }
    }

    /** Fails from some row on. */
    private record Failing(int from) implements Dataset {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Shape shape() {
            return Shape.of(1);
        }

        @Override
        public int size() {
            return 10;
        }

        @Override
        public void read(int row, float[] into, int offset) {
            if (row >= from) {
                throw new DataException("row " + row);
            }
        }
    }

    @Test
    void throwsToTheCallerWhatHappensInTheBackground() {
        try (Batcher batcher = Batcher.sequential(new Failing(4), 2)) {
            batcher.next();
            batcher.next();
            DataException first = assertThrows(DataException.class, batcher::next);
            assertEquals("row 4", first.getMessage());
            assertSame(first, assertThrows(DataException.class, batcher::next));
        }
    }

    @Test
    void closingEndsTheThread() {
        Batcher batcher = Batcher.sequential(rows(9), 2);
        Batch batch = batcher.next();
        batcher.close();
        batcher.close();
        assertFalse(batch.values().scope().isAlive());
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().equals("batches of numbers")));
        assertThrows(IllegalStateException.class, batcher::next);
        Batcher.sequential(rows(9), 2).close();
    }

    @Test
    void aWaitCanBeInterrupted() {
        Dataset slow = new Dataset() {
            @Override
            public String name() {
                return "slow";
            }

            @Override
            public Shape shape() {
                return Shape.of(1);
            }

            @Override
            public int size() {
                return 1;
            }

            @Override
            public void read(int row, float[] into, int offset) {
                Thread.yield();
            }
        };
        try (Batcher batcher = Batcher.sequential(slow, 1)) {
            Thread.currentThread().interrupt();
            try {
                batcher.next();
            } catch (CancellationException e) {
                assertTrue(e.getMessage().contains("slow"));
            }
            assertTrue(Thread.interrupted(), "the interrupt is kept");
            assertEquals(1, batcher.next().real());
        }
    }

    @Test
    void allocatesNothingPerBatchOnTheCallersThread() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Batcher batcher = Batcher.shuffled(rows(64), 4, 1)) {
            for (int i = 0; i < 2000; i++) {
                batcher.next();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                batcher.next();
            }
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(bytes < 1000, bytes + " bytes in 1000 batches");
        }
    }
}
