package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.models.TrainedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardOptionTest {
    private static final String QUICK = "train denoise --model tutorial-denoising --backend reference --batch 8 "
            + "--epochs 2 --quiet";

    @TempDir
    private Path folder;

    private static String events(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var all = files.toList();
            assertEquals(1, all.size(), all.toString());
            return Files.readString(all.getFirst(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void eventsGoBesideTheResultsAndChangeNothingInThem() throws IOException {
        var data = TestImages.npy(folder, 24);
        Cli.line(QUICK, "--data", data, "--out", folder.resolve("plain"));
        Cli.line(QUICK + " --tensorboard", "--data", data, "--out", folder.resolve("shown"));
        String events = events(folder.resolve("shown/tensorboard"));
        for (String tag : new String[] {"loss/train", "loss/validation", "validation/mse", "learning_rate",
            "rows_per_second", "samples"}) {
            assertTrue(events.contains(tag), tag);
        }
        assertEquals(2, events.split("\\x89PNG", -1).length - 1, "a picture after each epoch");
        assertArrayEquals(TrainedModel.load(folder.resolve("plain/model.safetensors")).digest(),
                TrainedModel.load(folder.resolve("shown/model.safetensors")).digest());
    }

    @Test
    void anotherFolderCanBeNamed() throws IOException {
        Cli.line(QUICK, "--data", TestImages.npy(folder, 24), "--tensorboard", folder.resolve("logs/first"),
                "--out",
                folder.resolve("out"));
        assertTrue(events(folder.resolve("logs/first")).contains("loss/train"));
    }

    @Test
    void aFileInThePlaceOfTheFolderIsRefused() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");
        Cli.line(QUICK, "--data", TestImages.npy(folder, 24), "--tensorboard", file, "--out",
                folder.resolve("out"))
                .isRefused("hourglass: " + file + ": TensorBoard's events cannot be written");
    }
}
