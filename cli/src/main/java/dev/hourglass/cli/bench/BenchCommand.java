package dev.hourglass.cli.bench;

import dev.hourglass.bench.Bench;
import dev.hourglass.bench.BenchPage;
import dev.hourglass.bench.BenchRun;
import dev.hourglass.bench.BenchSettings;
import dev.hourglass.bench.BenchSettings.Effort;
import dev.hourglass.bench.BenchSettings.Part;
import dev.hourglass.bench.BenchTable;
import dev.hourglass.bench.Markdown;
import dev.hourglass.bench.Regression;
import dev.hourglass.bench.TutorialModel;
import dev.hourglass.cli.OutputFolder;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Table;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.WrongOption;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.report.HtmlReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures this program's backends, and other systems beside them. */
@Command(customSynopsis = "hourglass bench [OPTIONS]", footer = {"",
    "Every contestant works in a process of its own, on the same model, weights and",
    "images with the same number of threads. Each is held against the backend",
    "'reference' first; only who computes the same is timed. Then they take turns, so",
    "that whatever else the machine does falls on all of them. Numbers are medians; a",
    "column 'times' says how many times as long somebody takes, turn by turn.", "",
    "Other systems' jars (several hundred MB) come with, in the folder of the sources,",
    "  mvn -B -Ppeers package -DskipTests", "",
    "  hourglass bench --quick",
    "  hourglass bench --against libtorch,onnxruntime --threads 1,2 --out bench",
    "  hourglass bench --against pytorch,keras --python venv/bin/python --out bench",
    "  hourglass bench --parts steps --compare bench/bench.json      has it become slower?"})
public final class BenchCommand implements Callable<Integer> {
    private static final long OUTPUT_BYTES = 10_000_000;

    @Option(names = "--against", paramLabel = "LIST", split = ",",
            description = "Other systems: libtorch, dl4j, onnxruntime (inference), pytorch, keras. Default: none")
    private List<String> against = List.of();

    @Option(names = "--python", paramLabel = "FILE",
            description = "The Python that has the packages torch, or tensorflow and keras.")
    private Path python;

    @Option(names = "--backends", paramLabel = "LIST", split = ",",
            description = "Backends of this program. Default: all that work here, but for reference")
    private List<String> backends = List.of();

    @Option(names = "--models", paramLabel = "LIST", split = ",",
            description = "denoise, compress. Default: both")
    private List<String> models = List.of("denoise", "compress");

    @Option(names = "--threads", paramLabel = "LIST", split = ",",
            description = "Numbers of threads, each measured by itself. Default: 1")
    private List<Integer> threads = List.of(1);

    @Option(names = "--parts", paramLabel = "LIST", split = ",",
            description = "steps (whole models, beside the others), kernels, scaling, start. Default: all")
    private List<String> parts = List.of("steps", "kernels", "scaling", "start");

    @Option(names = "--out", paramLabel = "DIR", description = "Writes bench.json and bench.html here.")
    private Path out;

    @Option(names = "--read", paramLabel = "FILE", arity = "1..*",
            description = "Shows the bench.json of former runs instead of measuring.")
    private List<Path> read = List.of();

    @Option(names = "--compare", paramLabel = "FILE",
            description = "A former bench.json: says what has changed; ends with 1 where something of ours has "
                    + "become slower by more than a tenth.")
    private Path before;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Writes everything as Markdown here.")
    private Path markdown;

    @Option(names = "--quick", description = "Few rounds: to see that everything works, not to publish.")
    private boolean quick;

    private final Streams streams;

    public BenchCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        threads.forEach(each -> WrongOption.atLeastOne("--threads", each));
        var chosen = models.stream().map(BenchCommand::model).toList();
        var measured = parts.stream().map(BenchCommand::part).collect(Collectors.toSet());
        var settings = new BenchSettings(chosen, threads, backends, against, Optional.ofNullable(python),
                measured,
                quick ? Effort.QUICK : Effort.FULL);
        var older = Optional.ofNullable(before).map(BenchRun::read);
        var folder = Optional.ofNullable(out).map(each -> OutputFolder.prepare(each, OUTPUT_BYTES));
        try {
            var runs = read.isEmpty() ? List.of(measure(settings, folder))
                    : read.stream().map(BenchRun::read).toList();
            runs.forEach(this::print);
            folder.ifPresent(each -> write(runs.getLast(), each));
            if (markdown != null) {
                byte[] page = Markdown.of(runs).getBytes(StandardCharsets.UTF_8);
                AtomicFile.write(markdown, to -> to.write(page));
            }
            return older.map(each -> compare(each, runs.getLast())).orElse(0);
        } finally {
            folder.ifPresent(OutputFolder::removeIfEmpty);
        }
    }

    private static TutorialModel model(String word) {
        return Arrays.stream(TutorialModel.values()).filter(each -> each.word().equals(word)).findFirst()
                .orElseThrow(() -> unknown("--models", "model", word,
                        Arrays.stream(TutorialModel.values()).map(TutorialModel::word)));
    }

    private static Part part(String word) {
        return Arrays.stream(Part.values()).filter(each -> each.word().equals(word)).findFirst()
                .orElseThrow(
                        () -> unknown("--parts", "part", word, Arrays.stream(Part.values()).map(Part::word)));
    }

    private static WrongOption unknown(String option, String what, String word, Stream<String> known) {
        return new WrongOption(option + ": there is no " + what + " '" + word + "'; there are "
                + known.collect(Collectors.joining(", ")));
    }

    private void print(BenchRun run) {
        streams.result(run.machine().processor() + ", " + Words.count(run.machine().processors(), "processor")
                + ", Java " + run.machine().java());
        run.tables().forEach(this::print);
        streams.result("");
        streams.result("It took " + Words.seconds(run.seconds()) + ".");
    }

    private void print(BenchTable part) {
        streams.result("");
        streams.result(part.title());
        var table = new Table(part.headings().toArray(String[]::new))
                .right(IntStream.range(part.labels(), part.headings().size()).toArray());
        part.rows().forEach(row -> table.row(row.toArray(String[]::new)));
        table.lines().forEach(line -> streams.result("  " + line));
        if (!part.note().isEmpty()) {
            streams.result("  " + part.note());
        }
    }

    private int compare(BenchRun older, BenchRun newer) {
        var regression = Regression.of(older, newer);
        print(regression.table());
        if (!older.machine().processor().equals(newer.machine().processor())) {
            streams.result("  Measured on another processor: " + older.machine().processor() + ".");
        }
        streams.result(regression.isWorse() ? "Something has become slower." : "Nothing has become slower.");
        return regression.isWorse() ? 1 : 0;
    }

    private BenchRun measure(BenchSettings settings, Optional<OutputFolder> folder) {
        try (var display = new BenchDisplay(streams)) {
            return new Bench(settings, display, run -> folder.ifPresent(each -> keep(run, each))).run();
        }
    }

    private static void keep(BenchRun run, OutputFolder folder) {
        run.write(folder.file("bench.json"));
    }

    private void write(BenchRun run, OutputFolder folder) {
        keep(run, folder);
        HtmlReport.of(BenchPage.of(run)).write(folder.file("bench.html"));
        streams.result(
                "All numbers: " + folder.file("bench.json") + "; with charts: " + folder.file("bench.html"));
    }
}
