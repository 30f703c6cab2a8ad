package dev.hourglass.report;

import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A report as one HTML file: styles, pictures, charts and the library that draws them (Apache ECharts) are
 * inside, and the page forbids the browser to load anything else. For light and dark screens of any width,
 * and for print.
 */
public final class HtmlReport {
    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(null, ContentType.Html,
            HtmlReport.class.getClassLoader(), HtmlReport.class.getPackageName());

    private final Report report;

    private HtmlReport(Report report) {
        this.report = report;
    }

    public static HtmlReport of(Report report) {
        return new HtmlReport(report);
    }

    /** The page. */
    public String html() {
        var output = new StringOutput();
        TEMPLATES.render("page.jte", Page.of(report), output);
        return output.toString();
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws DataException when it cannot be written
     */
    public void write(Path file) {
        byte[] page = html().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(page));
    }
}
