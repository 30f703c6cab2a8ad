package dev.hourglass.cli.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.cli.Cli;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.data.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnomalyCommandTest {
    private static final int ROWS = 150;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path table;
    private static Path out;
    private static Cli trained;

    /** Trains once on a table with everything in it. */
    @BeforeAll
    static void train() throws IOException {
        table = Files.writeString(shared.resolve("payments.csv"),
                payments(ROWS, "id,amount,shop,age,same,none,fraud"));
        out = shared.resolve("run");
        trained = Cli.line("train anomaly --backend reference --label fraud", "--data", table, "--out", out)
                .succeeds();
    }

    private static String payments(int rows, String header) {
        var random = new Random(1);
        var text = new StringBuilder(header).append('\n');
        for (int i = 0; i < rows; i++) {
            boolean fraud = i % 15 == 0;
            String shop = List.of("food", "books", "toys").get(random.nextInt(3));
            double amount = fraud ? 500 : 20 + 20 * shop.length() + random.nextGaussian();
            text.append(String.format(Locale.ROOT, "tx%d,%.2f,%s,%s,7,NA,%s%n", i, amount, shop,
                    i % 20 == 3 ? "" : 20 + random.nextInt(50), fraud ? "yes" : "no"));
        }
        return text.toString();
    }

    @Test
    void whatIsGuessedIsShown() {
        for (String line : List.of("3 categories", "label, not trained on",
                "fraud': no is normal, 10 of 150 rows",
                "Not used: column same: is the same in all training rows",
                "Not used: column none: has no values")) {
            assertTrue(trained.err().contains(line), () -> "no '" + line + "' in " + trained.err());
        }
    }

    @Test
    void everythingIsWrittenAndJudged() throws IOException {
        var report = new JsonMapper().readTree(out.resolve("report.json").toFile());
        assertEquals("anomaly", report.get("task").asText());
        assertTrue(report.get("test").get("auroc").asDouble() > 0.8, report.toString());
        assertTrue(report.get("test").get("ap").isNumber());
        for (String rival : List.of("distance from the mean", "PCA", "untrained network",
                "isolation forest")) {
            assertTrue(report.get("baselines").get(rival).get("auroc").isNumber(), rival);
            assertTrue(trained.out().contains("  " + rival + ": AUROC"), trained.out());
        }
        assertEquals(report.get("test").get("beatsBaselines").asBoolean(),
                trained.out().contains("better than all of these"));
        assertTrue(Files.size(out.resolve("report.html")) > 100_000);
    }

    @Test
    void thePageShowsLossesAndCodes() throws IOException {
        var mapper = new JsonMapper();
        var losses = mapper.readTree(out.resolve("report.json").toFile()).get("train").get("loss");
        assertEquals(3, losses.size());
        losses.forEach(curve -> assertEquals(12, curve.size()));
        var sections = mapper.readTree(out.resolve("sections.json").toFile());
        var lines = sections.findParents("lines").stream()
                .filter(each -> each.get("title").asText().equals("Loss")).findFirst().orElseThrow();
        assertEquals(3, lines.get("lines").size());
        assertEquals(1, lines.get("lines").get(1).get("points").get(0).get(1).asDouble());
        var map = sections.findParents("groups").stream()
                .filter(each -> each.get("kind").asText().equals("scatter")).findFirst().orElseThrow();
        assertEquals("Codes of 45 test rows", map.get("title").asText());
        assertEquals("anomaly", map.get("groups").get(1).get("name").asText());
        assertEquals(3, map.get("groups").get(1).get("marks").size());
        // Rows by their numbers in the file, with what is in it there: every fifteenth is a fraud of 500.
        for (var mark : map.get("groups").get(1).get("marks")) {
            String text = mark.get(2).asText();
            int row = Integer.parseInt(text.substring("row ".length(), text.indexOf(':')));
            assertEquals(0, row % 15, text);
            assertTrue(text.contains("amount 500") && text.contains("; score "), text);
            assertEquals(-1, mark.get(3).asInt());
        }
    }

    private List<String> score(String text, String... options) throws IOException {
        Path in = Files.writeString(folder.resolve("in.csv"), text);
        Path file = folder.resolve("scores.csv");
        Cli.run(concat(List.of("score", "--backend", "reference", "--model", out.resolve("model.safetensors"),
                "--in",
                in, "--out", file), options)).succeeds();
        return Files.readAllLines(file);
    }

    private static Object[] concat(List<Object> first, String... second) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(second));
        return all.toArray();
    }

    /** Columns in another order, one too many, a new category, a gap; rows by rows. */
    @Test
    void rowsAreScoredInWhateverOrderTheirColumnsCome() throws IOException {
        var lines = score("shop,more,age,amount\nfood,1,30,100\ncars,1,,9999\n");
        assertEquals("row,score,p-value,decision,top columns", lines.getFirst());
        assertEquals(3, lines.size());
        assertTrue(lines.get(2).startsWith("1,"), lines.get(2));
        assertTrue(lines.get(2).contains(",anomaly,"), lines.get(2));
        double usual = Double.parseDouble(lines.get(1).split(",")[1]);
        double strange = Double.parseDouble(lines.get(2).split(",")[1]);
        assertTrue(strange > usual);
        assertEquals(1, score("amount,shop,age\n100,food,30\n", "--top", "0").stream().skip(1).count());
    }

    @Test
    void decisionsFollowTheRuleAskedFor() throws IOException {
        String text = payments(60, "id,amount,shop,age,same,none,fraud");
        double alpha = 0.3;
        for (String line : score(text, "--alpha", "0.3").stream().skip(1).toList()) {
            String[] cells = line.split(",");
            assertEquals(Double.parseDouble(cells[2]) <= alpha ? "anomaly" : "normal", cells[3], line);
        }
        var all = score("amount,shop,age\n" + "99999,toys,\n".repeat(30) + "100,food,30\n".repeat(10),
                "--fdr", "0.2");
        assertEquals(41, all.size());
        // All thirty have the smallest p-value there is, 1/22, which is below 0.2 · 30/40.
        assertEquals(30, all.stream().filter(each -> each.contains(",anomaly,")).count(), all.toString());
        try (var left = Files.list(folder)) {
            assertTrue(left.noneMatch(each -> each.toString().endsWith(".tmp")));
        }
    }

    @Test
    void aMissingColumnAndMissingRowsAreOneLine() throws IOException {
        Path in = Files.writeString(folder.resolve("in.csv"), "amount,age\n1,2\n");
        Cli.run("score", "--backend", "reference", "--model", out.resolve("model.safetensors"), "--in", in,
                "--out",
                folder.resolve("s.csv")).isRefused("expected a column 'shop'", "found amount, age");
        Files.writeString(in, "amount,shop,age\n");
        Cli.run("score", "--backend", "reference", "--model", out.resolve("model.safetensors"), "--in", in,
                "--out", folder.resolve("s.csv")).isRefused("in.csv: the table holds a header and no rows");
        assertFalse(Files.exists(folder.resolve("s.csv")));
    }

    @Test
    void aDetectorIsNoModelThatReconstructs() {
        Path in = folder.resolve("three.npy");
        Npy.write(in, NpyArray.of(new byte[3 * 16], 3, 4, 4));
        Cli.run("reconstruct", "--backend", "reference", "--model", out.resolve("model.safetensors"), "--in",
                in,
                "--out", folder.resolve("r.npy")).isRefused("holds an anomaly detector", "hourglass score");
    }

    @Test
    void imagesInsteadOfATableAreOneLine() {
        Path images = folder.resolve("i.npy");
        Npy.write(images, NpyArray.of(new byte[3 * 16], 3, 4, 4));
        Cli.run("score", "--backend", "reference", "--model", out.resolve("model.safetensors"), "--in",
                images, "--out",
                folder.resolve("s.csv")).isRefused("i.npy", "expected a table");
    }

    @Test
    void labelsOfAnArchiveAreUsedToJudgeOnly() {
        var random = new Random(1);
        var values = new double[60 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian() + (i < 30 ? 6 : 0);
        }
        var labels = new int[60];
        for (int i = 0; i < 10; i++) {
            labels[i] = 1;
        }
        Path file = folder.resolve("t.npz");
        Npz.write(file, Map.of("X", NpyArray.of(values, 60, 3), "y", NpyArray.of(labels, 60)));
        var run = Cli.line("train anomaly --backend reference", "--data", file, "--out", folder.resolve("o"))
                .succeeds();
        assertTrue(run.err().contains("'y': 0 is normal, 10 of 60 rows are anomalies"), run.err());
        assertTrue(run.out().contains("AUROC"), run.out());
    }

    @Test
    void aLabelThatNobodyNamedIsPointedOut() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"),
                payments(30, "id,amount,shop,age,same,none,fraud"));
        var run = Cli.line("train anomaly --backend reference", "--data", file, "--out", folder.resolve("o"))
                .succeeds();
        assertTrue(run.err().contains("Note: column 'fraud' looks like a label"), run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --label nothing         | expected a column 'nothing', found id, amount
            --ignore nothing        | expected a column 'nothing'
            --categories nothing    | expected a column 'nothing'
            --label id              | too many different texts
            --label fraud --normal maybe | expected normal rows to judge by
            --training dirty        | expected contaminated or clean
            --training clean --trim 0.1  | clean training learns every row
            --trim 2                | --trim: expected a share
            --score best            | expected reconstruction
            --contamination 0       | --contamination: expected a share
            --calibration 1         | --calibration: expected a share
            --test 0                | --test: expected a share
            --sample 1              | --sample: expected 10 or more
            --header maybe          | --header: expected guess, yes or no
            """)
    void wrongOptionsAreOneLineAndLeaveNothing(String options, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"),
                payments(1200, "id,amount,shop,age,same,none,fraud"));
        Path results = folder.resolve("o");
        Cli.line("train anomaly --backend reference " + options, "--data", file, "--out", results)
                .isRefused(message);
        assertFalse(Files.exists(results));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --fdr 0               | --fdr: expected a number between 0 and 1
            --alpha 2             | --alpha: expected a number between 0 and 1
            --alpha 0.1 --fdr 0.1 | only one of them
            --heat-maps maps      | --heat-maps: are for images
            --batch 0             | --batch: expected 1 or more
            """)
    void wrongOptionsOfScoreAreOneLine(String options, String message) {
        Cli.line("score --backend reference " + options, "--model", out.resolve("model.safetensors"), "--in",
                table,
                "--out", folder.resolve("s.csv")).isRefused(message);
    }

    @Test
    void aChangeInWhatWasAlwaysTheSameIsSeen() throws IOException {
        Path changed = Files.writeString(folder.resolve("changed.csv"),
                "amount,shop,age,same\n60,food,30,7.0\n60,food,30,8\n60,food,30,\n");
        Path scores = folder.resolve("scores.csv");
        var run = Cli.line("score --backend reference", "--model", out.resolve("model.safetensors"), "--in",
                changed, "--out", scores).succeeds();
        assertTrue(run.err()
                .contains("Note: column 'same' was always '7' in training, so nothing was learnt of it; "
                        + "2 rows have something else, the first '8' in line 3"),
                run.err());
        var lines = Files.readAllLines(scores);
        assertFalse(lines.get(1).contains("was always"), lines.get(1));
        assertTrue(lines.get(2).contains("same is '8', was always '7'; "), lines.get(2));
        assertTrue(lines.get(3).contains("same is missing, was always '7'; "), lines.get(3));
    }
}
