package dev.hourglass.report.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.optim.Schedule;
import dev.hourglass.plan.Shape;
import dev.hourglass.report.tensorboard.EventReader.Value;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.TrainListener.Beginning;
import dev.hourglass.train.TrainListener.Epoch;
import dev.hourglass.train.TrainListener.Progress;
import dev.hourglass.train.TrainListener.Resumed;
import dev.hourglass.train.TrainListener.Started;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
    private static final TrainConfig CONFIG = TrainConfig.of(2, 1).withRate(0.01f)
            .withSchedule(new Schedule.Cosine(0, 0));

    @TempDir
    private Path folder;

    private Path file() throws IOException {
        try (var files = Files.list(folder)) {
            return files.reduce((_, _) -> {
                throw new AssertionError("more than one file");
            }).orElseThrow();
        }
    }

    private static List<Value> of(List<Value> values, String tag) {
        return values.stream().filter(each -> each.tag().equals(tag)).toList();
    }

    private static void train(TensorBoard board) {
        board.started(new Started(2, 30, 300, Shape.of(4)));
        board.began(new Beginning(Map.of("loss", 0.7, "mse", 0.6), ""));
        board.progress(new Progress(1, 20, 200, 0.5, 2));
        board.progress(new Progress(1, 30, 300, 0.4, 3));
        board.epoch(new Epoch(1, 0.4, Map.of("loss", 0.3, "mse", 0.25), true, "", 5));
        board.progress(new Progress(2, 20, 200, 0.1, 6));
    }

    @Test
    void curvesAreByStepOfTheWholeRun() throws IOException {
        try (var board = TensorBoard.in(folder, CONFIG)) {
            train(board);
        }
        var values = EventReader.values(file());
        var loss = of(values, "loss/train");
        assertEquals(List.of(20L, 30L, 50L), loss.stream().map(Value::step).toList());
        assertEquals(0.5f, loss.get(0).scalar());
        assertEquals(0.2f, loss.get(1).scalar(), 1e-6f, "of the ten steps since, not of the epoch so far");
        assertEquals(0.1f, loss.get(2).scalar());
        assertEquals(List.of(100f, 100f, 200f),
                of(values, "rows_per_second").stream().map(Value::scalar).toList(),
                "the two seconds of validation do not count");
        var rate = of(values, "learning_rate");
        assertEquals(0.01 * (1 + Math.cos(Math.PI * 49 / 60)) / 2, rate.get(2).scalar(), 1e-6);
        var validation = of(values, "loss/validation");
        assertEquals(List.of(0L, 30L), validation.stream().map(Value::step).toList());
        assertEquals(List.of(0.7f, 0.3f), validation.stream().map(Value::scalar).toList());
        assertEquals(0.25f, of(values, "validation/mse").getLast().scalar());
    }

    @Test
    void theFileBeginsWithItsVersionAndAStart() throws IOException {
        try (var board = TensorBoard.in(folder, CONFIG)) {
            train(board);
        }
        var events = EventReader.events(file());
        assertEquals("brain.Event:2", events.getFirst().getField(3).getLengthDelimitedList().getFirst()
                .toString(StandardCharsets.UTF_8));
        double wallTime = Double.longBitsToDouble(events.getFirst().getField(1).getFixed64List().getFirst());
        assertEquals(System.currentTimeMillis() / 1e3, wallTime, 300);
        var log = events.get(1).getField(7).getLengthDelimitedList().getFirst();
        assertEquals(1,
                com.google.protobuf.UnknownFieldSet.parseFrom(log).getField(1).getVarintList().getFirst());
        assertEquals(0, EventReader.step(events.get(1)));
    }

    @Test
    void aRunThatGoesOnTakesTheStepsAfterItsCheckpointBack() throws IOException {
        try (var board = TensorBoard.in(folder, CONFIG)) {
            board.started(new Started(2, 30, 300, Shape.of(4)));
            board.resumed(new Resumed(2, 5, 50, Beginning.UNKNOWN, List.of(new Progress(1, 20, 200, 0.5, 2),
                    new Progress(1, 30, 300, 0.4, 3)), List.of(new Epoch(1, 0.4, Map.of(), true, "", 5))));
            board.progress(new Progress(2, 20, 200, 0.1, 6));
        }
        assertEquals(36, EventReader.step(EventReader.events(file()).get(1)),
                "from the step after the 35th on");
        var values = EventReader.values(file());
        assertEquals(50, values.getFirst().step());
        assertEquals(0.1f, of(values, "loss/train").getFirst().scalar());
        assertEquals(200f, of(values, "rows_per_second").getFirst().scalar());
    }

    @Test
    void picturesComeBackAsTheyWere() throws IOException {
        var picture = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(299, 7, 0xFF8040);
        try (var board = TensorBoard.in(folder, CONFIG)) {
            train(board);
            board.picture("samples", new Epoch(2, 0.1, Map.of(), true, "", 9), picture);
        }
        var value = of(EventReader.values(file()), "samples").getFirst();
        assertEquals(60, value.step());
        assertEquals(200, value.image().getField(1).getVarintList().getFirst());
        assertEquals(300, value.image().getField(2).getVarintList().getFirst());
        var png = value.image().getField(4).getLengthDelimitedList().getFirst().toByteArray();
        var back = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(0xFFFF8040, back.getRGB(299, 7));
        assertEquals(0xFF000000, back.getRGB(298, 7));
    }

    @Test
    void severalRunsInOneSecondGetFilesOfTheirOwn() throws IOException {
        for (int i = 0; i < 3; i++) {
            TensorBoard.in(folder, CONFIG).close();
        }
        try (var files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void aPlaceThatIsNoFolderIsRefusedAtOnce() throws IOException {
        var taken = Files.writeString(folder.resolve("file"), "");
        var refused = assertThrows(DataException.class, () -> TensorBoard.in(taken, CONFIG));
        assertTrue(refused.getMessage().startsWith(taken + ": "), refused.getMessage());
    }
}
