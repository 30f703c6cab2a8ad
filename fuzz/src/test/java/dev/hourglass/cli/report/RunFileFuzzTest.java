package dev.hourglass.cli.report;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.fuzz.AnyBytes;
import dev.hourglass.report.HtmlReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The results of runs, shown alone and compared. */
class RunFileFuzzTest {

    /** Making pages takes a hundred times as long as reading: mutated inputs get them now and then only. */
    private static final int SHARE = 64;
    private static final boolean ALL_PAGES = "false".equals(System.getProperty("jazzer.hooks"));

    @FuzzTest
    void read(byte[] bytes) {
        Path folder = AnyBytes.file(bytes).getParent();
        AnyBytes.check(bytes.length, folder.toString(), () -> {
            var run = RunFile.read(folder);
            var single = new RunComparison(List.of(run)).single();
            var both = new RunComparison(List.of(run, run)).report();
            if (ALL_PAGES || Arrays.hashCode(bytes) % SHARE == 0) {
                HtmlReport.of(single).html();
                HtmlReport.of(both).html();
            }
        });
    }
}
