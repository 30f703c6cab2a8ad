package dev.hourglass.cli.report;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.fuzz.AnyBytes;
import dev.hourglass.report.HtmlReport;
import java.nio.file.Path;
import java.util.List;

/** The results of runs, shown alone and compared. */
class RunFileFuzzTest {

    @FuzzTest
    void read(byte[] bytes) {
        Path folder = AnyBytes.file(bytes).getParent();
        AnyBytes.check(bytes.length, folder.toString(), () -> {
            var run = RunFile.read(folder);
            HtmlReport.of(new RunComparison(List.of(run)).single()).html();
            HtmlReport.of(new RunComparison(List.of(run, run)).report()).html();
        });
    }
}
