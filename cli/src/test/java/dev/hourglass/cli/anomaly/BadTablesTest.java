package dev.hourglass.cli.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.cli.Cli;
import dev.hourglass.models.anomaly.AnomalyDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables as they should not be: one clear line, or what can be made of them. */
class BadTablesTest {
    @TempDir
    private Path folder;

    private Path table(String text) throws IOException {
        return Files.writeString(folder.resolve("t.csv"), text.replace('/', '\n'));
    }

    private Cli train(Path table, String options) {
        return Cli.line(("train anomaly --backend reference --quiet " + options).strip(), "--data", table,
                "--out",
                folder.resolve("o"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x,y/1,2/1,2/1,2/1,2/1,2/  | no column can be used: x: is the same in all training rows; y: is
            x,y/,NA/,NA/,NA/,NA/,NA/  | no column can be used: x: has no values; y: has no values
            x,y/1,2/                  | expected at least 3 rows to learn from and to keep some back, found 1
            x,y/1,2/3,4/              | expected at least 3 rows to learn from and to keep some back, found 2
            x,y/1,2/3/4,5/            | line 3: expected 2 columns, found 1
            x,y/1,2/3,4,5/4,5/        | line 3: expected 2 columns, found 3
            ''                        | t.csv: the file is empty
            x,y/                      | t.csv: the table holds a header and no rows
            """)
    void whatCannotBeLearntFromIsOneLineAndLeavesNothing(String text, String message) throws IOException {
        train(table(text), "").isRefused("t.csv", message);
        assertFalse(Files.exists(folder.resolve("o")));
    }

    @Test
    void rowsWithoutAnAnomalyCannotBeJudged() throws IOException {
        train(table("x,label/" + "1,0/2,0/3,0/".repeat(9)), "--label label").isRefused(
                "expected anomalies to judge by, found 0 rows", "leave out --label");
    }

    @Test
    void columnsOfOneNameGetNamesOfTheirOwn() throws IOException {
        var run = train(table("x,x,x/" + "1,7,3/2,9,5/4,1,0/".repeat(9)), "").succeeds();
        assertTrue(run.err().contains("x (2)") && run.err().contains("x (3)"), run.err());
    }

    /** What is infinite or no number is missing, and a row of nothing but gaps is scored like any other. */
    @Test
    void infiniteNumbersAreMissing() throws IOException {
        Path file = table("x,y/" + "1.5,inf/2,5/NaN,4/-Infinity,3/3,2/+Inf,5/".repeat(9));
        var run = train(file, "").succeeds();
        assertTrue(run.err().lines().anyMatch(each -> each.matches(" *x +numbers +27.*")), run.err());
        assertTrue(run.err().lines().anyMatch(each -> each.matches(" *y +numbers +9.*")), run.err());
        Path scores = folder.resolve("s.csv");
        Cli.line("score --backend reference --in", file, "--out", scores, "--model",
                folder.resolve("o/model.safetensors")).succeeds();
        for (String line : Files.readAllLines(scores).subList(1, 55)) {
            assertTrue(Double.isFinite(Double.parseDouble(line.split(",")[1])), line);
        }
    }

    /** The label is not learnt from, whether it is also named elsewhere or not. */
    @Test
    void aLabelThatIsAlsoIgnoredIsNoFeature() throws IOException {
        Path file = table("x,y,label/" + "1,4,0/2,2,0/3,1,0/5,2,0/9,9,1/".repeat(9));
        train(file, "--label label --ignore label").succeeds();
        var report = new JsonMapper().readTree(folder.resolve("o/report.json").toFile());
        assertEquals("[\"x\",\"y\"]", report.get("columns").toString());
        assertTrue(report.get("test").get("auroc").isNumber());
    }

    @Test
    void tenThousandColumnsOfTenRows() throws IOException {
        var random = new Random(1);
        String text = IntStream.range(0, 10_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        for (int row = 0; row < 10; row++) {
            text += "/" + IntStream.range(0, 10_000).mapToObj(_ -> String.valueOf(random.nextInt(1000)))
                    .collect(Collectors.joining(","));
        }
        train(table(text + "/"), "").succeeds();
        var detector = AnomalyDetector.load(folder.resolve("o/model.safetensors"));
        assertEquals(10_000, detector.row().elements());
        for (float score : detector.calibration().scores()) {
            assertTrue(Math.abs(score) < 1000, String.valueOf(score));
        }
    }
}
