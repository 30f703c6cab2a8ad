package dev.hourglass.cli.bench;

import dev.hourglass.bench.Bench;
import dev.hourglass.bench.BenchRun;
import dev.hourglass.bench.BenchSettings;
import dev.hourglass.bench.BenchSettings.Effort;
import dev.hourglass.bench.BenchTable;
import dev.hourglass.bench.TutorialModel;
import dev.hourglass.cli.OutputFolder;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Table;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.WrongOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
    "  hourglass bench --against pytorch,keras --python venv/bin/python --out bench"})
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

    @Option(names = "--out", paramLabel = "DIR", description = "Writes bench.json here.")
    private Path out;

    @Option(names = "--quick", description = "Few rounds: to see that everything works, not to publish.")
    private boolean quick;

    private final Streams streams;

    public BenchCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        threads.forEach(each -> WrongOption.atLeastOne("--threads", each));
        var settings = new BenchSettings(models.stream().map(BenchCommand::model).toList(), threads, backends,
                against, Optional.ofNullable(python), quick ? Effort.QUICK : Effort.FULL);
        var folder = Optional.ofNullable(out).map(each -> OutputFolder.prepare(each, OUTPUT_BYTES));
        try {
            var run = new Bench(settings, streams::say).run();
            print(run);
            folder.ifPresent(each -> write(run, each));
        } finally {
            folder.ifPresent(OutputFolder::removeIfEmpty);
        }
        return 0;
    }

    private static TutorialModel model(String word) {
        return Arrays.stream(TutorialModel.values()).filter(each -> each.word().equals(word)).findFirst()
                .orElseThrow(() -> new WrongOption("--models: there is no model '" + word + "'; there are "
                        + String.join(", ",
                                Arrays.stream(TutorialModel.values()).map(TutorialModel::word).toList())));
    }

    private void print(BenchRun run) {
        streams.result(run.machine().processor() + ", " + Words.count(run.machine().processors(), "processor")
                + ", Java " + run.machine().java());
        for (BenchTable part : BenchTable.of(run)) {
            streams.result("");
            streams.result(part.title());
            var table = new Table(part.headings().toArray(String[]::new))
                    .right(IntStream.range(1, part.headings().size()).toArray());
            part.rows().forEach(row -> table.row(row.toArray(String[]::new)));
            table.lines().forEach(line -> streams.result("  " + line));
        }
        streams.result("");
        streams.result("It took " + Words.seconds(run.seconds()) + ".");
    }

    private void write(BenchRun run, OutputFolder folder) {
        Path json = folder.file("bench.json");
        run.write(json);
        streams.result("All numbers: " + json);
    }
}
