package dev.hourglass.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJsonTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatItWrote() {
        Path file = folder.resolve("a.json");
        ReportJson.write(file, Sample.report(100));
        var first = ReportJson.read(file);
        Path again = folder.resolve("b.json");
        ReportJson.write(again, first);
        assertEquals(first, ReportJson.read(again));
        assertEquals(HtmlReport.of(Sample.report(100)).html(), HtmlReport.of(first).html());
    }

    @Test
    void keepsNumbersThatAreNotFinite() {
        Path file = folder.resolve("a.json");
        var chart = LineChart.of("", Axis.of("x"), Axis.of("y"),
                Line.of("n", new double[] {0, 1, 2, 3,
                    4}, new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e300,
                        1e-300, 0.1}));
        ReportJson.write(file, new Report("t", "", List.of(Chapter.of("c", chart)), Map.of()));
        var read = (LineChart) ReportJson.read(file).chapters().getFirst().sections().getFirst();
        double[] values = read.lines().getFirst().points().stream().mapToDouble(Point::y).toArray();
        assertTrue(Double.isNaN(values[0]));
        assertEquals(Double.NEGATIVE_INFINITY, values[1]);
        assertEquals(1e300, values[2]);
        assertEquals(1e-300, values[3]);
        assertEquals(0.1, values[4], 1e-8);
    }

    @Test
    void namesThePlaceOfDamage() throws Exception {
        Path file = folder.resolve("a.json");
        Files.writeString(file,
                "{\"title\":\"t\",\n \"chapters\":[{\"title\":3,\"sections\":[{\"kind\":\"nonsense\"}]}]}");
        String message = assertThrows(DataException.class, () -> ReportJson.read(file)).getMessage();
        assertTrue(message.startsWith(file + ", line 2"), message);
        assertEquals(1, message.lines().count());
        Files.writeString(file, "{\"title\":\"t\"");
        assertThrows(DataException.class, () -> ReportJson.read(file));
        Files.writeString(file, "");
        assertThrows(DataException.class, () -> ReportJson.read(file));
        Files.writeString(file, "null");
        assertThrows(DataException.class, () -> ReportJson.read(file));
        assertTrue(
                assertThrows(DataException.class, () -> ReportJson.read(folder.resolve("none"))).getMessage()
                        .endsWith("there is no such file"));
    }

    @Test
    void takesNoPicturesFromElsewhere() throws Exception {
        Path file = folder.resolve("a.json");
        Files.writeString(file,
                "{\"title\":\"t\",\"summary\":\"\",\"provenance\":{},\"chapters\":[{\"title\":\"c\","
                        + "\"sections\":[{\"kind\":\"images\",\"title\":\"\",\"note\":\"\",\"rows\":[{\"caption\":\"\","
                        + "\"tiles\":[{\"picture\":\"http://example.org/a.png\",\"caption\":\"\"}]}]}]}]}");
        String message = assertThrows(DataException.class, () -> ReportJson.read(file)).getMessage();
        assertTrue(message.contains("expected a PNG as data URI"), message);
    }
}
