package dev.hourglass.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
    @Test
    void thePageShowsEveryPart() {
        String page = HtmlReport.of(BenchPage.of(Runs.of(10, 25))).html();
        for (String text : List.of("denoise, training step, batch 128, 2 threads", "libtorch/channels-last",
                "2.50 (2.50-2.50)", "Rate of the training step by batch", "encode one image",
                "OMP_NUM_THREADS",
                "product of matrices 256³", "of the memory", "arithmetic")) {
            assertTrue(page.contains(text), text);
        }
    }

    @Test
    void sharesOfTheCeilingAreThoseOfTheBestKernel() {
        var step = Runs.of(10, 25).tables().getFirst();
        // 1.5 GFLOP in 10 ms beside 30 MFLOP in 0.1 ms.
        assertEquals("Of the machine's best kernel (300 GFLOP/s): onednn 50 %.", step.note());
    }

    @Test
    void markdownHasATableForEachPart() {
        String page = Markdown.of(List.of(Runs.of(10, 25)));
        assertTrue(page.contains("| onednn | 10.0 | 10.0-10.0 | 10.0 | 20.0 |  |"), page);
        assertTrue(page.contains("|---|---:|---:|---:|---:|---:|"), page);
        assertTrue(page.contains(
                "| product of matrices 256³ | onednn | 2 | 0.100 | 0.100-0.100 | 300 | 100 % | 10.0 | 50 % "
                        + "| arithmetic |"),
                page);
        assertTrue(
                page.contains("| memory: a = b + s·c over 400 MB | java | 2 | 20.0 | 20.0-20.0 |  |  | 20.0 "
                        + "|  |  |"),
                page);
        assertTrue(page.contains("## a processor, 2 processors, 2026-11-27 12:00"), page);
    }

    @Test
    void whereBytesWereNotCountedThereIsNoShareOfTheMemory() {
        var run = Runs.of(10, 25);
        var table = OtherTables.of(run.with(run.steps(), run.kernels().stream()
                .map(each -> new KernelResult(each.kernel(), each.backend(), each.threads(), each.clock(),
                        each.flops(), each.kernel() == Kernel.STREAM ? each.bytes() : 0))
                .toList(), run.scaling(), run.starts())).getFirst();
        assertEquals(List.of("", "", "threads", "ms", "quartiles", "GFLOP/s", "of the best", "GB/s"),
                table.headings());
        assertEquals(List.of("product of matrices 256³", "onednn", "2", "0.100", "0.100-0.100", "300",
                "100 %", ""), table.rows().getFirst());
        assertFalse(table.note().contains("memory"), table.note());
    }

    /** The page of the documentation is the one that the committed runs give. */
    @Test
    void theDocumentationIsMadeFromTheCommittedRuns() throws IOException {
        Path results = Path.of("results/cpu");
        if (!Files.isDirectory(results)) {
            return;
        }
        try (var files = Files.list(results)) {
            var runs = files.filter(each -> each.toString().endsWith(".json")).sorted().map(BenchRun::read)
                    .toList();
            assertEquals(Files.readString(Path.of("../docs/benchmarks.md")), Markdown.of(runs),
                    "make it again, as docs/measuring.md says");
        }
    }
}
