package dev.hourglass.cli.report;

import dev.hourglass.cli.ExitCode;
import dev.hourglass.cli.Streams;
import dev.hourglass.report.HtmlReport;
import dev.hourglass.report.Report;
import dev.hourglass.report.ReportJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the page of a finished run again, or one that compares several. */
@Command(customSynopsis = "hourglass report RUN [RUN ...] [OPTIONS]", footer = {"",
    "Every training writes report.html: one file that shows what was trained and",
    "what it is worth, and needs no network. This makes it again from what the run",
    "left behind (sections.json; of older runs report.json), without data or model.",
    "With several runs it makes a page that compares their results, settings and",
    "losses.", "",
    "  hourglass report run                      writes run/report.html",
    "  hourglass report seed1 seed2 seed3        writes comparison.html",
    "  hourglass report runs/* --out all.html"})
public final class ReportCommand implements Callable<Integer> {
    private static final Path COMPARISON = Path.of("comparison.html");

    @Parameters(arity = "1..*", paramLabel = "RUN",
            description = "Folders of runs: what was --out in training.")
    private List<Path> folders;

    @Option(names = "--out", paramLabel = "FILE",
            description = "The page. Default: report.html in the folder of the run; comparison.html here for several.")
    private Path out;

    private final Streams streams;

    public ReportCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        boolean one = folders.size() == 1;
        Path standard = one ? folders.getFirst().resolve(RunPage.HTML) : COMPARISON;
        Path file = out == null ? standard : out;
        HtmlReport.of(one ? single(folders.getFirst()) : comparison()).write(file);
        streams.result("Wrote " + file + " (open it in a browser)");
        return ExitCode.DONE;
    }

    private Report single(Path folder) {
        var run = RunFile.read(folder);
        Path sections = folder.resolve(RunPage.SECTIONS);
        if (Files.exists(sections)) {
            return ReportJson.read(sections);
        }
        streams.say(folder + ": there is no " + RunPage.SECTIONS + "; the page is made of report.json alone");
        return new RunComparison(List.of(run)).single();
    }

    private Report comparison() {
        return new RunComparison(folders.stream().map(RunFile::read).toList()).report();
    }
}
