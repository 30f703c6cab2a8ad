package dev.hourglass.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the template of the page is given.
 *
 * @param chapters those that have sections
 * @param style    the style sheet
 * @param library  what draws charts; empty where there are none
 * @param script   what gives it the charts, and makes buttons work
 */
record Page(Report report, List<Chapter> chapters, String style, String library, String script) {

    static Page of(Report report) {
        var chapters = report.chapters().stream().filter(each -> !each.sections().isEmpty()).toList();
        boolean charts = chapters.stream().flatMap(each -> each.sections().stream()).anyMatch(Page::isChart);
        return new Page(report, chapters, resource("report.css"),
                charts ? resource("echarts.common.min.js") : "", resource("report.js"));
    }

    static boolean isChart(Section section) {
        return switch (section) {
            case LineChart _,Scatter _,Histogram _,Bars _ -> true;
            case Facts _,Table _,ImageGrid _,Text _,Finding _,Command _ -> false;
        };
    }

    /** What a chart is, for people who do not see it. */
    static String description(Section chart) {
        return switch (chart) {
            case LineChart each ->
                "Line chart: " + names(each.title(), each.lines().stream().map(Line::name).toList());
            case Scatter each -> "Scatter plot: "
                    + names(each.title(), each.groups().stream().map(Scatter.Group::name).toList());
            case Histogram each -> "Histogram: "
                    + names(each.title(), each.groups().stream().map(Histogram.Group::name).toList());
            case Bars each -> "Bar chart: " + each.title();
            case Facts _,Table _,ImageGrid _,Text _,Finding _,Command _ -> "";
        };
    }

    private static String names(String title, List<String> names) {
        return title + (names.isEmpty() ? "" : "; " + String.join(", ", names));
    }

    static String note(Section chart) {
        return switch (chart) {
            case LineChart each -> each.note();
            case Scatter each -> each.note();
            case Histogram each -> each.note();
            case Bars each -> each.note();
            case Table each -> each.note();
            case ImageGrid each -> each.note();
            case Facts _,Text _,Finding _,Command _ -> "";
        };
    }

    /** How wide a column of pictures is for so many side by side, as a share of the page. */
    static int columns(ImageGrid grid) {
        return grid.rows().stream().mapToInt(each -> each.tiles().size()).max().orElse(1);
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the file " + name + " is missing in Hourglass itself");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
