package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.cli.report.RunPage;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Finding;
import dev.hourglass.report.Finding.Tone;
import dev.hourglass.report.ReportJson;
import dev.hourglass.report.Scatter;
import dev.hourglass.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private static Path runs;
    private static Path compressor;
    private static Path denoiser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        compressor = TestImages.trained(runs, Task.COMPRESS).getParent();
        denoiser = TestImages.trained(runs, Task.DENOISE).getParent();
    }

    private static List<String> titles(Path run) {
        return ReportJson.read(run.resolve(RunPage.SECTIONS)).chapters().stream().map(Chapter::title)
                .toList();
    }

    private static Chapter chapter(Path run, String title) {
        return ReportJson.read(run.resolve(RunPage.SECTIONS)).chapters().stream()
                .filter(each -> each.title().equals(title)).findFirst().orElseThrow();
    }

    @Test
    void aCompressorsPageShowsEverything() throws IOException {
        assertEquals(List.of("What was trained", "How training went", "Before and after", "Beside baselines",
                "The code", "What each number is worth", "Real bytes",
                "Do it again"), titles(compressor));
        var scatter = (Scatter) chapter(compressor, "The code").sections().getFirst();
        int points = scatter.groups().stream().mapToInt(each -> each.marks().size()).sum();
        assertEquals(points, scatter.thumbnails().orElseThrow().count());
        String page = Files.readString(compressor.resolve(RunPage.HTML));
        assertTrue(page.contains("hourglass train compress --data"), page);
    }

    @Test
    void theBaselinesOfThePageAreThoseOfTheJson() throws IOException {
        var json = new JsonMapper().readTree(compressor.resolve("report.json").toFile());
        var table = (Table) chapter(compressor, "Beside baselines").sections().getFirst();
        assertEquals(List.of("this model", "the mean image", "PCA", "the untrained network"),
                table.rows().stream().map(each -> each.cells().getFirst().text()).toList());
        double[] values = table.rows().stream().mapToDouble(each -> each.cells().get(1).value()).toArray();
        assertEquals(json.at("/test/mse").asDouble(), values[0], 1e-6);
        assertEquals(json.at("/test/meanImageMse").asDouble(), values[1], 1e-6);
        assertEquals(json.at("/baselineMse/pca").asDouble(), values[2], 1e-6);
        assertEquals(json.at("/baselineMse/untrained").asDouble(), values[3], 1e-6);
        boolean best = values[0] < Math.min(values[1], Math.min(values[2], values[3]));
        assertEquals(best, json.get("beatsBaselines").asBoolean());
        // Eight bars are all there is: eight numbers of PCA hold nearly everything.
        assertTrue(values[2] < 0.01, () -> "PCA: " + values[2]);
        assertEquals(values[2], values[3], 1e-4, "untrained, it has PCA's components");
    }

    /** The page begins with what the model fails at, and calls nothing good beside that. */
    @Test
    void thePageSaysFirstWhatTheModelDoesNotBeat() throws IOException {
        for (Path run : List.of(compressor, denoiser)) {
            var json = new JsonMapper().readTree(run.resolve("report.json").toFile());
            boolean best = json.get("beatsBaselines").asBoolean()
                    && json.path("beatsFilters").asBoolean(true);
            var page = ReportJson.read(run.resolve(RunPage.SECTIONS));
            assertEquals(!best, page.summary().startsWith("Does not beat "), page.summary());
            var tones = chapter(run, "What was trained").sections().stream()
                    .filter(each -> each instanceof Finding).map(each -> ((Finding) each).tone()).toList();
            assertEquals(best ? Tone.GOOD : Tone.BAD, tones.getFirst(), tones::toString);
            assertTrue(best || !tones.contains(Tone.GOOD), tones::toString);
        }
    }

    @Test
    void aDenoisersPageComparesWithTheNoisyImage() {
        var table = (Table) chapter(denoiser, "Beside baselines").sections().getFirst();
        assertEquals(List.of("this model", "the mean image", "the noisy image", "the untrained network"),
                table.rows().stream().map(each -> each.cells().getFirst().text()).toList());
        // Its code is a picture itself.
        assertFalse(titles(denoiser).contains("The code"));
    }

    @Test
    void thePageIsMadeAgainWithoutDataOrModel() throws IOException {
        Path out = folder.resolve("again.html");
        var run = Cli.run("report", compressor, "--out", out).succeeds();
        assertTrue(run.out().contains(out.toString()), run.out());
        assertEquals(Files.readString(compressor.resolve(RunPage.HTML)), Files.readString(out));
    }

    @Test
    void severalRunsAreCompared() throws IOException {
        Path out = folder.resolve("all.html");
        Cli.run("report", compressor, denoiser, "--out", out).succeeds();
        String page = Files.readString(out);
        assertTrue(page.contains("Comparison of 2 runs"), page);
        assertTrue(page.contains("trained-compress"), page);
        assertTrue(page.contains("What differs"), page);
        assertTrue(page.contains("The runs have different losses"), page);
        assertFalse(page.contains("different data: their numbers"), page);
    }

    @Test
    void anOlderRunHasThePageOfItsNumbers() throws IOException {
        Path run = Files.createDirectory(folder.resolve("old"));
        Files.copy(compressor.resolve("report.json"), run.resolve("report.json"));
        var done = Cli.run("report", run).succeeds();
        assertTrue(done.err().contains("no sections.json"), done.err());
        assertTrue(Files.readString(run.resolve(RunPage.HTML)).contains("made of report.json alone"));
    }

    @Test
    void whatIsNoRunIsRefused() throws IOException {
        Cli.run("report", folder.resolve("none")).isRefused("none: expected the folder of a training run",
                "nothing");
        Cli.run("report", compressor.resolve("report.json")).isRefused("found a file");
        Cli.run("report", folder).isRefused("found no report.json in it");
        Files.writeString(folder.resolve("report.json"), "{\"task\": \"compress\", \"tes");
        Cli.run("report", folder).isRefused("report.json, line 1", "was it cut off?");
        Files.writeString(folder.resolve("report.json"), "[1, 2]");
        Cli.run("report", folder).isRefused("found no \"task\"");
        Files.writeString(folder.resolve("report.json"), "{\"task\": \"compress\"}");
        Files.writeString(folder.resolve("sections.json"), "{\"title\": 3, ");
        Cli.run("report", folder).isRefused("sections.json, line 1", "expected the sections of a report");
        assertFalse(Files.exists(folder.resolve("report.html")));
        Cli.run("report").isRefused("RUN");
        Cli.run("report", compressor, "--out", folder.resolve("missing/x.html")).isRefused("missing");
    }
}
