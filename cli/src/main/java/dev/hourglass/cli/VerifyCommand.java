package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does a finished training again and compares the weights after each epoch. */
@Command(customSynopsis = "hourglass verify RUN [OPTIONS]", footer = {"",
    "Every training notes a hash of its weights after each epoch in report.json. This",
    "trains again with the settings in run.json, on the same data and backend, and says",
    "of each epoch whether the weights are the same, bit by bit; it ends with the first",
    "that is not. Nothing is written. Exit code 0 when all were the same, 1 when not.", "",
    "  hourglass train compress --data digits --epochs 5 --out run",
    "  hourglass verify run"})
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "Folder of the run: what was --out in training.")
    private Path run;

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean quiet;

    private final Streams streams;

    VerifyCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Path file = run.resolve(RunRecord.NAME);
        if (!Files.exists(file)) {
            throw new DataException(run + ": expected the folder of a finished run (the --out of hourglass "
                    + "train), found " + (Files.isDirectory(run) ? "no " + RunRecord.NAME + " in it"
                            : Files.exists(run) ? "a file" : "nothing"));
        }
        var record = RunRecord.read(file);
        record.checkLibrary(run);
        var training = Commands.training(record, run, streams);
        training.run().rerun(RunMode.VERIFY, quiet ? Verbosity.QUIET : Verbosity.NORMAL);
        return training.call();
    }
}
