package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.report.HtmlReport;
import dev.hourglass.report.ReportJson;

/** Sections of a report, and the page that is made of what could be read. */
class ReportFuzzTest {

    @FuzzTest
    void read(byte[] bytes) {
        AnyBytes.read(bytes, file -> HtmlReport.of(ReportJson.read(file)).html());
    }
}
