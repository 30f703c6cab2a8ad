package dev.hourglass.cli.report;

import dev.hourglass.cli.Library;
import dev.hourglass.cli.OutputFolder;
import dev.hourglass.report.HtmlReport;
import dev.hourglass.report.Report;
import dev.hourglass.report.ReportJson;
import dev.hourglass.spi.DeviceInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the page of a run, and beside it what it is made of: {@code hourglass report} makes the page again
 * from that, with exactly the numbers and pictures that were measured, even where the data has moved or the
 * model has been replaced.
 */
public final class RunPage {
    public static final String HTML = "report.html";
    public static final String SECTIONS = "sections.json";

    private RunPage() {
    }

    /** Names of the files that are written. */
    public static List<String> names() {
        return List.of(HTML, SECTIONS);
    }

    /** Writes both files, each whole or not at all. */
    public static void write(OutputFolder folder, Report report) {
        ReportJson.write(folder.file(SECTIONS), report);
        HtmlReport.of(report).write(folder.file(HTML));
    }

    /** Data as titles name it: a known set as it is called, a file or folder without the way to it. */
    public static String dataName(String data) {
        Path last = Path.of(data).getFileName();
        return last == null ? data : last.toString();
    }

    /** The small print of a page: what made it. */
    public static Map<String, String> provenance(DeviceInfo device) {
        var provenance = new LinkedHashMap<String, String>();
        provenance.put("Hourglass", Library.version());
        provenance.put("Backend", device.backend() + " " + device.version());
        provenance.put("Device", device.device());
        provenance.put("Java", Runtime.version().toString());
        provenance.put("System", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return provenance;
    }
}
