package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import dev.hourglass.plan.Shape;
import dev.hourglass.train.Checkpoint;
import dev.hourglass.train.TrainListener.Beginning;
import dev.hourglass.train.TrainListener.Epoch;
import dev.hourglass.train.TrainPoint;
import dev.hourglass.train.TrainPoint.BestLoss;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
    @TempDir
    private Path temporary;
    private Path folder;
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void name() {
        folder = temporary.resolve("checkpoints");
    }

    private CheckpointFolder store() {
        return CheckpointFolder.of(folder, notes::add);
    }

    private static Checkpoint checkpoint(int epoch, int step) {
        var epochs = new ArrayList<Epoch>();
        for (int i = 1; i < epoch; i++) {
            epochs.add(new Epoch(i, 1.0 / 3 + i, Map.of("loss", 0.1, "mse", Double.MIN_VALUE), true, "abc",
                    7.5));
        }
        var best = epoch == 1 ? new BestLoss(Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY, 0)
                : new BestLoss(0.1, epoch - 1, 0.2, 3);
        var values = new LinkedHashMap<String, float[]>();
        values.put("weights/b", new float[] {epoch, step, Float.MIN_VALUE, -0f});
        values.put("weights/a", new float[] {1f / 3});
        values.put("looks", new float[0]);
        return new Checkpoint(new TrainPoint(Map.of("data", "d\"1\""), epoch, step,
                new Beginning(Map.of("loss", 0.3), "def"), best, epochs,
                Map.of("step", Integer.MAX_VALUE), 1.25, 2.5), values);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private Path newest() throws IOException {
        return folder.resolve(files().getLast());
    }

    private void assertLatest(int epoch, int step) {
        var found = store().latest().orElseThrow();
        assertEquals(checkpoint(epoch, step).point(), found.point());
        assertArrayEquals(new float[] {epoch, step, Float.MIN_VALUE, -0f}, found.values("weights/b"));
        assertArrayEquals(new float[] {1f / 3}, found.values("weights/a"));
    }

    @Test
    void givesBackTheNewestAndKeepsTwo() throws IOException {
        assertTrue(store().isEmpty() && store().latest().isEmpty());
        for (int step = 8; step < 12; step++) {
            store().save(checkpoint(1, step));
            assertLatest(1, step);
        }
        store().save(checkpoint(2, 0));
        assertLatest(2, 0);
        assertEquals(List.of("checkpoint-000001-0000000011.safetensors",
                "checkpoint-000002-0000000000.safetensors"), files());
        assertEquals(List.of(), notes);
        store().clear();
        assertFalse(Files.exists(folder));
    }

    @Test
    void clearLeavesOtherFilesAlone() throws IOException {
        store().save(checkpoint(1, 1));
        Files.writeString(folder.resolve("mine.txt"), "x");
        store().clear();
        assertEquals(List.of("mine.txt"), files());
    }

    @Test
    void aFileCutShortAnywhereIsRefusedAndTheOneBeforeTaken() throws IOException {
        store().save(checkpoint(1, 1));
        store().save(checkpoint(3, 2));
        byte[] whole = Files.readAllBytes(newest());
        for (int length = 0; length < whole.length; length += 7) {
            notes.clear();
            Files.write(newest(), Arrays.copyOf(whole, length));
            assertLatest(1, 1);
            assertEquals(1, notes.size());
            assertTrue(notes.getFirst().contains("checkpoint-000003-0000000002.safetensors: ")
                    && notes.getFirst().endsWith("; going on from the one before"), notes.getFirst());
        }
    }

    @Test
    void aFlippedBitIsRefusedAndTheOneBeforeTaken() throws IOException {
        store().save(checkpoint(1, 1));
        store().save(checkpoint(3, 2));
        byte[] whole = Files.readAllBytes(newest());
        var random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            notes.clear();
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(newest(), flipped);
            if (store().latest().orElseThrow().point().epoch() == 1) {
                refused++;
                assertEquals(1, notes.size());
            } else {
                // A blank between two words of JSON is as good as another.
                assertLatest(3, 2);
            }
        }
        assertTrue(refused > 980, refused + " of 1000 flips were refused");
    }

    @Test
    void whereNoneIsSoundItSaysThatAllIsLost() throws IOException {
        store().save(checkpoint(1, 1));
        Files.write(newest(), new byte[100]);
        assertTrue(store().latest().isEmpty());
        assertTrue(notes.getFirst().endsWith("; no other is left, training starts again"), notes.getFirst());
    }

    /** Otherwise it would outlive all that come before it in the order. */
    @Test
    void aDamagedOneIsRemovedOnceTrainingHasGoneOn() throws IOException {
        store().save(checkpoint(1, 1));
        store().save(checkpoint(3, 2));
        Files.write(newest(), new byte[100]);
        store().latest();
        store().save(checkpoint(1, 9));
        assertEquals(List.of("checkpoint-000001-0000000001.safetensors",
                "checkpoint-000001-0000000009.safetensors"), files());
    }

    @Test
    void anotherFormatIsRefused() {
        store().save(checkpoint(1, 1));
        Safetensors.write(folder.resolve("checkpoint-000009-0000000000.safetensors"),
                new Tensors().with("a", Shape.of(1), new float[1]),
                Map.of("hourglass.checkpoint", "1"));
        assertLatest(1, 1);
        assertTrue(notes.getFirst().contains("expected a checkpoint of format 3, found format 1"),
                notes.getFirst());
    }

    /** Those of a run that consists of several trainings lie side by side. */
    @Test
    void partsKeepTheirOwnAndAreClearedTogether() {
        store().part(0).save(checkpoint(4, 1));
        store().part(1).save(checkpoint(1, 2));
        assertEquals(4, store().part(0).latest().orElseThrow().point().epoch());
        assertEquals(1, store().part(1).latest().orElseThrow().point().epoch());
        assertTrue(store().part(2).latest().isEmpty());
        assertFalse(store().isEmpty());
        store().part(0).clear();
        assertFalse(store().part(1).isEmpty());
        store().clear();
        assertTrue(store().part(1).isEmpty());
    }

    @Test
    void whatAKilledProcessWasWritingIsRemoved() throws IOException {
        store().save(checkpoint(1, 1));
        Files.write(folder.resolve(".checkpoint-000001-0000000002.safetensors.99-1.tmp"), new byte[10]);
        assertLatest(1, 1);
        assertEquals(1, files().size());
    }

    /** The disk is full after so many bytes. */
    private static final class FullDisk extends FilterOutputStream {
        private int left;

        FullDisk(OutputStream out, int room) {
            super(out);
            this.left = room;
        }

        @Override
        public void write(int value) throws IOException {
            if (left-- <= 0) {
                throw new IOException("No space left on device");
            }
            super.write(value);
        }
    }

    @Test
    void aFullDiskLeavesTheOneBefore() throws IOException {
        store().save(checkpoint(1, 1));
        int size = (int) Files.size(newest());
        for (int room = 0; room < size; room += 5) {
            int bytes = room;
            var full = new CheckpointFolder(folder, 2, notes::add,
                    (file, body) -> AtomicFile.write(file, out -> body.write(new FullDisk(out, bytes))));
            var failure = assertThrows(DataException.class, () -> full.save(checkpoint(1, 2)));
            assertTrue(failure.getMessage().contains("No space left on device"), failure.getMessage());
            assertLatest(1, 1);
            assertEquals(1, files().size());
        }
        assertEquals(List.of(), notes);
    }
}
