package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Datasets;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Safetensors;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    @TempDir
    private static Path folder;
    private static Path model;

    @BeforeAll
    static void train() {
        var values = new float[40 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 37 % 101) / 100f;
        }
        var rows = Datasets.of("stripes", Shape.of(8, 8, 1), values);
        model = folder.resolve("model.safetensors");
        try (var choice = Backends.open("reference!", Options.standard())) {
            Training.of(Tutorial.compression(rows.shape(), 4), Objective.reconstruction()).epochs(1).batch(20)
                    .fit(rows, choice.backend()).model().withNote("task", "compress").save(model);
        }
    }

    private static void says(Cli done, String... fragments) {
        for (String fragment : fragments) {
            assertTrue(done.out().contains(fragment), () -> "no '" + fragment + "' in " + done);
        }
    }

    @Test
    void theFileSaysWhereItCameFrom() {
        var done = Cli.run("inspect", model, "--backend", "reference!").succeeds();
        says(done, "Format   2", ", fits", "model tutorial-compression of images [8x8x1]",
                "codes of shape [4]",
                "Ran on   reference", "stripes: 40 rows, seed 1", "sha256 of the rows ",
                "Golden   4 inputs on reference",
                "code: fits", "output: fits", "encoder/5/weight", "golden/input", "Note     task: compress");
        assertFalse(Cli.run("inspect", model, "--no-check").succeeds().out().contains("Golden "));
    }

    /** Another backend sums in another order. */
    @Test
    void anotherBackendGivesTheSameAnswers() {
        says(Cli.run("inspect", model, "--backend", "nd4j!").succeeds(), "Golden   4 inputs on nd4j",
                "code: fits", "output: fits");
    }

    @Test
    void damageIsShown() throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length - 9] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.safetensors"), bytes);
        var done = Cli.run("inspect", damaged).isRefused("damaged.safetensors", "checksum does not fit");
        says(done, "Checksum DOES NOT FIT: expected sha256:", "encoder/5/weight");
        Cli.run("reconstruct", "--model", damaged, "--in", damaged, "--out", folder.resolve("x.png"))
                .isRefused("the file is damaged: expected checksum sha256:");
    }

    @Test
    void otherFilesAreNamedAsSuch() throws IOException {
        Path plain = folder.resolve("plain.safetensors");
        Safetensors.write(plain, new Tensors().with("a\u001b[31m", Shape.of(2), new float[] {1, 2}),
                Map.of("format", "pt\u0007"));
        var done = Cli.run("inspect", plain).succeeds();
        says(done, "no Hourglass model", "format: pt?", "a?[31m");
        Cli.run("inspect", Files.writeString(folder.resolve("x.txt"), "text that is no model"))
                .isRefused("x.txt", "not a safetensors file");
        assertEquals(2, Cli.run("inspect").code());
    }
}
