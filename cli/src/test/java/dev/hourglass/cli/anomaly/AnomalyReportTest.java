package dev.hourglass.cli.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.cli.Cli;
import dev.hourglass.cli.report.RunPage;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.plan.Shape;
import dev.hourglass.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of itself: its first words, its command, its pictures. */
class AnomalyReportTest {
    @TempDir
    private static Path shared;
    private static Path out;

    @TempDir
    private Path folder;

    /** Anomalies that any method finds. */
    @BeforeAll
    static void train() throws IOException {
        var random = new Random(1);
        var text = new StringBuilder("amount,age,fraud\n");
        for (int i = 0; i < 90; i++) {
            text.append(i % 15 == 0 ? 500 : 20 + random.nextInt(9)).append(',').append(random.nextInt(50))
                    .append(i % 15 == 0 ? ",yes\n" : ",no\n");
        }
        out = shared.resolve("run");
        Cli.line("train anomaly --backend reference --quiet --label fraud", "--data",
                Files.writeString(shared.resolve("t.csv"), text), "--out", out).succeeds();
    }

    /** Runs the command that a run reports, and returns it. */
    private String again(Path run) throws IOException {
        var report = new JsonMapper().readTree(run.resolve("report.json").toFile());
        Path other = folder.resolve("again");
        String command = report.get("command").asText();
        String[] words = command.replace(run.toString(), other.toString()).split(" ");
        Cli.run((Object[]) Arrays.copyOfRange(words, 1, words.length)).succeeds();
        var second = new JsonMapper().readTree(other.resolve("report.json").toFile());
        for (String key : List.of("threshold", "test", "rows", "parameters")) {
            assertEquals(report.get(key), second.get(key), key);
        }
        return command;
    }

    @Test
    void theReportedCommandOfATableFindsTheSame() throws IOException {
        String command = again(out);
        assertTrue(command.contains(" --label fraud ") && command.contains(" --sample "), command);
    }

    @Test
    void theFirstWordsAreThatARivalIsNotBeaten() throws IOException {
        var report = new JsonMapper().readTree(out.resolve("report.json").toFile());
        double own = report.at("/test/auroc").asDouble();
        var rivals = new ArrayList<String>();
        report.get("baselines").properties().stream()
                .filter(each -> each.getValue().get("auroc").asDouble() >= own)
                .forEach(each -> rivals.add(each.getKey()));
        var page = ReportJson.read(out.resolve(RunPage.SECTIONS));
        assertEquals(!rivals.isEmpty(),
                page.summary().startsWith("Does not beat " + String.join(", ", rivals)),
                page.summary());
    }

    /** A picture that is hotter looks hotter, whatever else is in it. */
    @Test
    void heatMapsHaveOneScale() {
        var shape = Shape.of(1, 2, 1);
        assertNotEquals(HeatMap.picture(new float[] {0, 0.5f}, shape),
                HeatMap.picture(new float[] {0, 1.5f}, shape));
        assertEquals(HeatMap.picture(new float[] {0, 2}, shape), HeatMap.picture(new float[] {0, 9}, shape));
        assertEquals(HeatMap.picture(new float[] {0.25f, 1}, shape),
                HeatMap.picture(new float[] {0.25f, 0, 0.5f, 0.5f}, Shape.of(1, 2, 2)));
    }

    @Test
    void imagesOfAnotherSizeAreOneLineAndHeatMapsAreWritten() throws IOException {
        Path images = folder.resolve("i.npy");
        var pixels = new byte[40 * 64];
        new Random(1).nextBytes(pixels);
        Npy.write(images, NpyArray.of(pixels, 40, 8, 8));
        Path run = folder.resolve("run");
        Cli.line("train anomaly --backend reference --quiet", "--data", images, "--out", run).succeeds();
        Path model = run.resolve("model.safetensors");
        String command = again(run);
        assertFalse(command.matches(".* --(sample|header|test) .*"), command);
        Path maps = folder.resolve("maps");
        var scored = Cli.run("score", "--backend", "reference", "--model", model, "--in", images, "--out",
                folder.resolve("s.csv"),
                "--heat-maps", maps).succeeds();
        assertEquals(41, Files.readAllLines(folder.resolve("s.csv")).size());
        assertTrue(scored.err().contains("One scale for all images"), scored.err());
        try (var files = Files.list(maps)) {
            assertEquals(40, files.filter(each -> each.toString().endsWith(".png")).count());
        }
        Path other = folder.resolve("o.npy");
        Npy.write(other, NpyArray.of(new byte[2 * 81], 2, 9, 9));
        Cli.run("score", "--backend", "reference", "--model", model, "--in", other, "--out",
                folder.resolve("t.csv"))
                .isRefused("o.npy", "[8x8x1]", "[9x9x1]");
    }
}
