package dev.hourglass.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final String EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&--><!--";
    /** Whatever makes a browser load something: an address in an attribute or a style sheet. */
    private static final Pattern LOADS = Pattern.compile(
            "(?i)(\\b(src|srcset|poster|data|action|background)\\s*=\\s*[\"']?\\s*(?!data:)[a-z/.])"
                    + "|(<link\\b)|(<iframe\\b)|(<object\\b)|(<base\\b)|(@import\\b)|"
                    + "(url\\(\\s*[\"']?(?!data:)[a-z/.])");

    private static Report of(Section... sections) {
        return new Report("t", "", List.of(Chapter.of("c", sections)), Map.of());
    }

    /** The page without what is inlined as it is: the library, the script, the style sheet. */
    private static String written(Report report) {
        var page = Page.of(report);
        String html = HtmlReport.of(report).html();
        for (String part : List.of(page.library(), page.script(), page.style())) {
            html = part.isEmpty() ? html : html.replace(part, "");
        }
        return html;
    }

    @Test
    void loadsNothing() {
        String html = written(Sample.report(100));
        assertFalse(LOADS.matcher(html).find(), () -> html);
        assertFalse(LOADS.matcher(Page.of(Sample.report(100)).style()).find());
        assertTrue(LOADS.matcher("<img src=\"http://example.org/a.png\">").find());
        assertTrue(LOADS.matcher("a { background: url(a.png) }").find());
    }

    @Test
    void forbidsTheBrowserToLoadAnything() {
        String html = HtmlReport.of(Sample.report(100)).html();
        assertTrue(html.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
        assertTrue(html.indexOf("Content-Security-Policy") < html.indexOf("<style>"));
    }

    @Test
    void keepsTheNoticeOfTheChartLibrary() {
        String html = HtmlReport.of(Sample.report(100)).html();
        assertTrue(html.contains("Licensed to the Apache Software Foundation (ASF)"));
        assertTrue(html.contains("http://www.apache.org/licenses/LICENSE-2.0"));
    }

    @Test
    void leavesTheChartLibraryOutWhereThereAreNoCharts() {
        int length = HtmlReport.of(of(Text.of("a paragraph"))).html().length();
        assertTrue(length < 60_000, () -> "found " + length);
    }

    @Test
    void showsAnyTextAsText() {
        var facts = new LinkedHashMap<String, String>();
        facts.put(EVIL, EVIL);
        var axis = Axis.of(EVIL);
        var line = new Line(EVIL, Line.Style.SOLID, List.of(new Point(1, 2)));
        var report = new Report(EVIL, EVIL, List.of(Chapter.of(EVIL, new Facts(EVIL, facts),
                new Table(EVIL, List.of(Column.of(EVIL)), List.of(Table.Row.of(Cell.of(EVIL))), EVIL),
                LineChart.of(EVIL, axis, axis, line).with(Reference.horizontal(EVIL, 1)).noted(EVIL),
                new Scatter(EVIL, axis, axis, List.of(new Scatter.Group(EVIL,
                        List.of(new Scatter.Mark(1, 2, EVIL, -1)))), Optional.empty(), EVIL),
                Histogram.of(EVIL, axis, Histogram.Heights.COUNT, Map.of(EVIL, new double[] {1})),
                new Bars(EVIL, axis, List.of(new Bars.Bar(EVIL, 1)), EVIL),
                new ImageGrid(EVIL, List.of(ImageGrid.Row.of(EVIL,
                        List.of(Picture.heat(new float[] {1}, 1, 1, 1)))), EVIL),
                new Text(EVIL, List.of(EVIL)), Finding.bad(EVIL), new Command(EVIL, EVIL))), facts);
        String html = written(report);
        assertFalse(html.contains("<script>alert"), () -> html);
        assertFalse(html.contains("<img src=x"), () -> html);
        assertFalse(html.contains("--><!--"), () -> html);
        assertEquals(count(html, "<script"), count(html, "</script>"));
        assertFalse(Pattern.compile("(aria-label|alt|title)=\"[^\"]*[<]").matcher(html).find(), () -> html);
        // Four charts, the library, the script.
        assertEquals(6, count(html, "<script"));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void takesNumbersThatAreNotFinite() {
        double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, 1};
        var report = of(LineChart.of("l", Axis.log("x"), Axis.log("y"), Line.of("n", bad, bad)),
                Histogram.of("h", Axis.log("x"), Histogram.Heights.SHARE, Map.of("n", bad)),
                new Bars("b", Axis.of("x"), List.of(new Bars.Bar("n", Double.NaN)), ""),
                new Table("t", List.of(Column.of("a"), Column.lowest("b")),
                        List.of(Table.Row.of(Cell.of("x"), Cell.of(Double.NaN, "%.2f")),
                                Table.Row.of(Cell.of("y"), Cell.of(Double.NEGATIVE_INFINITY, "%.2f"))),
                        ""));
        String html = written(report);
        assertTrue(html.contains("2 of the values are not positive or not finite"), () -> html);
        assertFalse(html.contains("title=\"best\""), () -> html);
        assertFalse(html.contains(">NaN<"), () -> html);
    }

    @Test
    void takesSectionsWithNothingInThem() {
        var axis = Axis.of("x");
        var report = new Report("", "", List.of(new Chapter("gone", List.of()), Chapter.of("c",
                new Facts("", Map.of()), new Table("", List.of(Column.of("a")), List.of(), ""),
                LineChart.of("", axis, axis), new Scatter("", axis, axis, List.of(), Optional.empty(), ""),
                Histogram.of("", axis, Histogram.Heights.COUNT, Map.of()),
                new Bars("", axis, List.of(), ""), new ImageGrid("", List.of(), ""),
                new Text("", List.of()), new Command("", ""))), Map.of());
        String html = written(report);
        assertFalse(html.contains("gone"), () -> html);
        assertTrue(html.contains("nothing to show"), () -> html);
        assertTrue(html.contains("no pictures"), () -> html);
    }

    @Test
    void staysSmallWithTenThousandPoints() {
        int length = HtmlReport.of(of(Sample.scatter(10_000))).html().length();
        assertTrue(length < 1_300_000, () -> "found " + length);
    }

    @Test
    void leavesLongTablesOfNumbersOut() {
        double[] many = new double[1000];
        for (int i = 0; i < many.length; i++) {
            many[i] = i;
        }
        var axis = Axis.of("x");
        assertFalse(
                written(of(LineChart.of("l", axis, axis, Line.of("n", many, many)))).contains("<summary>"));
        assertTrue(written(of(LineChart.of("l", axis, axis, Line.of("n", new double[] {1, 2},
                new double[] {0.5, 0.25})))).contains("0.25000"));
    }

    @Test
    void replacesAFileAsAWhole(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("report.html");
        Files.writeString(file, "older");
        HtmlReport.of(of(Text.of("ümläut"))).write(file);
        assertTrue(Files.readString(file).contains("ümläut"));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }
}
