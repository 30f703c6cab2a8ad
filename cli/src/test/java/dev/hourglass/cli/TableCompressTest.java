package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.data.Npz;
import dev.hourglass.models.TrainedModel;
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

/** Rows of a table to short codes and back. */
class TableCompressTest {
    private static final String QUICK = "train compress --backend reference --epochs 12 --batch 32"
            + " --learning-rate 0.01 --latent 3 --quiet";
    private static final List<String> SHOPS = List.of("food", "books", "toys");

    @TempDir
    private static Path shared;
    private static Path table;
    private static Path model;
    private static Cli trained;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() throws IOException {
        table = Files.writeString(shared.resolve("sales.csv"), sales(200, "yes"));
        trained = Cli.line(QUICK + " --label late --ignore note", "--data", table, "--out",
                shared.resolve("run")).succeeds();
        model = shared.resolve("run/model.safetensors");
    }

    /** The net and gross price say the same, the shop another thing, a few ages are missing. */
    private static String sales(int rows, String late) {
        var random = new Random(1);
        var text = new StringBuilder("net,gross,shop,age,country,note,late\n");
        for (int i = 0; i < rows; i++) {
            double net = 100 + 40 * random.nextGaussian();
            text.append(String.format(Locale.ROOT, "%.2f,%.2f,%s,%s,NO,%d,%s%n", net, 1.25 * net,
                    SHOPS.get(random.nextInt(3)), i % 10 == 3 ? "" : 20 + random.nextInt(50), i,
                    i % 4 == 0 ? late : "no"));
        }
        return text.toString();
    }

    private static Cli apply(String command, Path in, Path out) {
        return Cli.line(command + " --backend reference", "--model", model, "--in", in, "--out", out);
    }

    private static JsonNode report(Path run) throws IOException {
        return new ObjectMapper().readTree(run.resolve("report.json").toFile());
    }

    private static List<String[]> cells(Path csv) throws IOException {
        return Files.readAllLines(csv).stream().map(each -> each.split(",", -1)).toList();
    }

    @Test
    void whatColumnsHoldIsShownAndTheLabelIsNotLearnt() throws IOException {
        for (String line : List.of("3 categories", "label, not trained on", "ignored",
                "0 is 'no', 1 is 'yes'",
                "Not used: column country: is the same in all training rows", "171 rows to train on")) {
            assertTrue(trained.err().contains(line), () -> "no '" + line + "' in " + trained.err());
        }
        Path others = Files.writeString(folder.resolve("others.csv"), sales(200, "sometimes"));
        Cli.line(QUICK + " --label late --ignore note --probe none", "--data", others, "--out",
                folder.resolve("run")).succeeds();
        assertArrayEquals(TrainedModel.load(model).digest(),
                TrainedModel.load(folder.resolve("run/model.safetensors")).digest());
    }

    @Test
    void theReportTellsWhatIsKeptOfEachColumn() throws IOException {
        var report = report(model.getParent());
        assertTrue(
                report.get("test").get("mse").asDouble() < report.get("test").get("meanRowMse").asDouble());
        assertFalse(report.get("test").has("psnr"), "no table has a peak");
        var columns = report.get("errorByColumn");
        assertEquals(List.of("net", "gross", "shop", "age"), columns.findValuesAsText("column"));
        var net = columns.get(0);
        assertEquals("RMSE", net.get("measure").asText());
        assertEquals(40, net.get("usual").asDouble(), 12, "the deviation that the numbers were drawn with");
        assertTrue(net.get("model").asDouble() < 0.6 * net.get("usual").asDouble(), net.toString());
        assertEquals("WRONG", columns.get(2).get("measure").asText());
        assertEquals(3, report.get("errorByWidth").size());
        assertTrue(report.get("errorByWidth").get(2).get("pcaMse").asDouble() > 0);
        assertEquals(3, report.get("code").get("width").asInt());
        assertEquals(3, report.get("probes").size(), "code, components and features with 100 labels");
        assertTrue(report.get("rates").findValuesAsText("method").contains("CSV in gzip"));
        String page = Files.readString(model.resolveSibling("report.html"));
        for (String part : List.of("Compressor of sales.csv", "What is kept of each column",
                "The first test rows",
                "What each number is worth", "Real bytes", "Column not used, country")) {
            assertTrue(page.contains(part), part);
        }
        assertFalse(Files.exists(model.resolveSibling("samples.png")));
    }

    @Test
    void rowsGoToCodesAndBackToTheirColumns() throws IOException {
        Path codes = folder.resolve("codes.npy");
        assertTrue(apply("encode", table, codes).succeeds().out().contains("codes of 200 rows"));
        assertEquals(List.of(200, 3), Npy.read(codes).extents());
        Path decoded = folder.resolve("decoded.csv");
        apply("decode", codes, decoded).succeeds();
        Path again = folder.resolve("again.csv");
        assertTrue(
                apply("reconstruct", table, again).succeeds().out().contains("200 rows, 5 columns, MSE 0."));
        assertEquals(Files.readString(again), Files.readString(decoded));
        var rows = cells(decoded);
        assertArrayEquals(new String[] {"net", "gross", "shop", "age", "country"}, rows.getFirst());
        assertEquals(201, rows.size());
        var original = cells(table);
        double squares = 0;
        for (int i = 1; i < rows.size(); i++) {
            assertTrue(SHOPS.contains(rows.get(i)[2]), rows.get(i)[2]);
            assertTrue(rows.get(i)[3].matches("\\d*"), "whole numbers stay whole: " + rows.get(i)[3]);
            assertEquals("NO", rows.get(i)[4], "what was always the same comes back");
            double off = Double.parseDouble(rows.get(i)[0]) - Double.parseDouble(original.get(i)[0]);
            squares += off * off / 200;
        }
        assertTrue(Math.sqrt(squares) < 24, "net is off by " + Math.sqrt(squares));
    }

    @Test
    void shorterCodesAreCodesToo() throws IOException {
        Path codes = folder.resolve("codes.npz");
        apply("encode --numbers 1", table, codes).succeeds();
        assertEquals(List.of(200, 1), Npz.read(codes).get("X").extents());
        apply("decode", codes, folder.resolve("decoded.csv")).succeeds();
        assertEquals(201, cells(folder.resolve("decoded.csv")).size());
    }

    @Test
    void aFileBecomesSmallAndComesBack() throws IOException {
        Path file = folder.resolve("sales.hgc");
        var run = apply("compress --quality 100", table, file).succeeds();
        assertTrue(run.out().contains("200 rows in") && run.out().contains("bits per value"), run.out());
        assertTrue(Files.size(file) < Files.size(table) / 4, Files.size(file) + " bytes");
        Path back = folder.resolve("back.csv");
        apply("decompress", file, back).succeeds();
        apply("reconstruct", table, folder.resolve("again.csv")).succeeds();
        var expected = cells(folder.resolve("again.csv"));
        var found = cells(back);
        assertEquals(expected.size(), found.size());
        for (int i = 1; i < found.size(); i++) {
            assertEquals(Double.parseDouble(expected.get(i)[0]), Double.parseDouble(found.get(i)[0]), 12);
        }
    }

    @Test
    void columnsAreFoundByNameAndChangesAreSeen() throws IOException {
        Path moved = Files.writeString(folder.resolve("moved.csv"), """
                country,age,shop,gross,net
                NO,30,food,125,100
                SE,31,books,100,80
                ,,unheard,250,200
                """);
        var run = apply("reconstruct", moved, folder.resolve("again.csv")).succeeds();
        assertTrue(run.err()
                .contains("column 'country' was always 'NO' in training, so nothing was learnt of it; "
                        + "2 rows have something else, the first 'SE' in line 3"),
                run.err());
        assertEquals(4, cells(folder.resolve("again.csv")).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --model tutorial-compression | for a table use compressor
            --loss bce                   | for a table use mse
            --label nothing              | expected a column 'nothing', found net, gross
            --sample 3                   | --sample: expected 10 or more
            --ignore net,gross,shop,age,note,late | no column can be used
            """)
    void whatCannotBeIsRefused(String options, String message) {
        Cli.line(QUICK + " " + options, "--data", table, "--out", folder.resolve("out")).isRefused(message);
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void rowsThatDoNotFitTheModelAreRefused() throws IOException {
        Path lacking = Files.writeString(folder.resolve("lacking.csv"), "net,shop,age\n1,food,2\n");
        Path out = folder.resolve("out.npy");
        apply("encode", lacking, out).isRefused("lacking.csv: expected a column 'gross'");
        apply("reconstruct", table, out).isRefused("rows of a table are written as .csv");
        apply("encode", table, folder.resolve("codes.png")).isRefused("codes are written as .npy or .npz");
        Npy.write(folder.resolve("codes.npy"), NpyArray.of(new float[] {1, 2, 3, 4}, 1, 4));
        apply("decode", folder.resolve("codes.npy"), folder.resolve("x.csv"))
                .isRefused("expected codes of 3 numbers");
        assertFalse(Files.exists(out));
    }

    @Test
    void arraysAreTablesTooAndLongOnesAreSampled() throws IOException {
        var random = new Random(2);
        var values = new float[300 * 4];
        var labels = new int[300];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
            for (int c = 0; c < 4; c++) {
                values[4 * i + c] = (float) random.nextGaussian() + (c == 0 ? 5 * labels[i] : 0);
            }
        }
        Path file = folder.resolve("rows.npz");
        Npz.write(file, Map.of("X", NpyArray.of(values, 300, 4), "y", NpyArray.of(labels, 300)));
        var run = Cli.line(QUICK.replace("--quiet", "--sample 250"), "--data", file, "--out",
                folder.resolve("run")).succeeds();
        assertTrue(run.err().contains(" rows/s"), run.err());
        assertTrue(run.err().contains("a uniform sample of 250 of 300 rows"), run.err());
        var report = report(folder.resolve("run"));
        var rows = report.get("rows");
        assertEquals(250,
                rows.get("train").asInt() + rows.get("validation").asInt() + rows.get("test").asInt());
        assertEquals(List.of("x1", "x2", "x3", "x4"), texts(report.get("columns")));
        assertTrue(report.has("probes"), "y judges");
        var neighbourhoods = report.get("neighbourhoods");
        assertEquals(List.of("this model", "principal components"), neighbourhoods.findValuesAsText("code"));
        for (var each : neighbourhoods) {
            assertEquals(10, each.get("neighbours").asInt(), "25 test rows are too few for 100");
            assertTrue(each.get("trustworthiness").asDouble() > 0.7, each.toString());
            assertTrue(each.get("continuity").asDouble() > 0.7, each.toString());
        }
        assertTrue(Files.readString(folder.resolve("run/report.html")).contains("What lies near what"));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
