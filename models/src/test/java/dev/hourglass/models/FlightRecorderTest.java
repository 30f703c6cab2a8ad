package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.train.Interval;
import dev.hourglass.train.TrainListener.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
    private static final int ROWS = 70;
    private static final int BATCH = 16;
    private static final int STEPS = 5;
    private static final int EPOCHS = 2;

    @TempDir
    private Path folder;

    /** Trains, saves and loads, and returns what was recorded of it. */
    private List<RecordedEvent> recorded(Path model, List<Epoch> epochs) throws IOException {
        var file = folder.resolve("run.jfr");
        var data = new Blobs(ROWS, 8, 8);
        try (var recording = new Recording(); var choice = Backends.open("reference!", Options.standard())) {
            recording.start();
            var result = Training.of(Tutorial.compression(data.shape(), 4), Objective.reconstruction())
                    .batch(BATCH).epochs(EPOCHS).validation(new Blobs(20, 8, 8))
                    .checkpoints(CheckpointFolder.of(folder.resolve("checkpoints"), note -> {
                        throw new AssertionError(note);
                    }), new Interval.Steps(3))
                    .fit(data, choice.backend());
            result.model().save(model);
            TrainedModel.load(model);
            recording.stop();
            recording.dump(file);
            epochs.addAll(result.report().epochs());
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(each -> each.getEventType().getName().startsWith("hourglass.")).toList();
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream().filter(each -> each.getEventType().getName().equals("hourglass." + name))
                .toList();
    }

    @Test
    void aTrainingIsRecordedFromItsSessionToItsFile() throws IOException {
        var model = folder.resolve("model.safetensors");
        var epochs = new java.util.ArrayList<Epoch>();
        var events = recorded(model, epochs);

        var steps = named(events, "TrainStep");
        assertEquals(EPOCHS * STEPS, steps.size());
        assertEquals(EPOCHS * ROWS, steps.stream().mapToInt(each -> each.getInt("rows")).sum());
        assertEquals(IntStream.range(0, EPOCHS * STEPS).mapToObj(i -> i / STEPS + 1 + "/" + (i % STEPS + 1))
                .toList(),
                steps.stream().map(each -> each.getInt("epoch") + "/" + each.getInt("step")).toList());

        var passes = named(events, "Epoch");
        assertEquals(EPOCHS, passes.size());
        for (int i = 0; i < EPOCHS; i++) {
            assertEquals(epochs.get(i).loss(), passes.get(i).getDouble("loss"));
            assertEquals(epochs.get(i).validationLoss().orElseThrow(),
                    passes.get(i).getDouble("validationLoss"));
            assertEquals(ROWS, passes.get(i).getInt("rows"));
            assertEquals(epochs.get(i).best(), passes.get(i).getBoolean("best"));
            assertTrue(passes.get(i).getDuration().compareTo(steps.get(i * STEPS).getDuration()) > 0);
        }

        var kept = named(events, "Checkpoint");
        // Every third step, and the end.
        assertEquals(List.of("1/3", "2/1", "2/4", EPOCHS + 1 + "/0"),
                kept.stream().map(each -> each.getInt("epoch") + "/" + each.getInt("step")).toList());
        assertTrue(kept.stream().allMatch(each -> each.getLong("values") > 100));

        var session = named(events, "SessionOpen").getFirst();
        assertEquals("reference", session.getString("backend"));
        assertTrue(session.getString("routines").contains("TRAIN_STEP of "), session.getString("routines"));
        assertTrue(session.getLong("unshared") > session.getLong("memory"));
        for (String name : List.of("ModelSave", "ModelLoad")) {
            var event = named(events, name).getLast();
            assertEquals(model.toString(), event.getString("path"));
            assertEquals(Files.size(model), event.getLong("size"));
        }
    }

    @Test
    void everyEventExplainsItself() throws IOException {
        var events = recorded(folder.resolve("model.safetensors"), new java.util.ArrayList<>());
        for (String name : List.of("TrainStep", "Epoch", "Checkpoint", "SessionOpen", "ModelSave",
                "ModelLoad")) {
            var type = named(events, name).getFirst().getEventType();
            assertEquals("Hourglass", type.getCategoryNames().getFirst(), name);
            assertFalse(type.getDescription().isEmpty(), name);
            assertTrue(type.getFields().stream().noneMatch(Predicate.not(each -> each.getLabel() != null)),
                    name);
        }
    }
}
