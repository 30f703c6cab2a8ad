package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with a training run that was cut off. */
@Command(customSynopsis = "hourglass resume DIR [OPTIONS]", footer = {"",
    "'hourglass train' saves every few minutes what it needs to go on",
    "(--checkpoint-every). After a crash, a power cut or Ctrl-C this goes on from there,",
    "and ends with the same weights, bit by bit, and the same report, but for times, as",
    "if nothing had happened. Program, data and backend must be those it was started",
    "with.", "",
    "  hourglass train denoise --data mnist --epochs 100 --out run",
    "  hourglass resume run"})
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder of the run: what was --out in training.")
    private Path out;

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean quiet;

    private final Streams streams;

    ResumeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Path file = RunJournal.unfinished(out);
        if (!Files.exists(file)) {
            return nothing();
        }
        var record = RunRecord.read(file);
        record.checkLibrary(out);
        var training = Commands.training(record, out, streams);
        training.run().rerun(RunMode.RESUME, quiet ? Verbosity.QUIET : Verbosity.NORMAL);
        return training.call();
    }

    private int nothing() {
        if (Files.exists(out.resolve(RunRecord.NAME))) {
            streams.say("The run in " + out + " is finished: there is nothing to go on with");
            return ExitCode.DONE;
        }
        throw new DataException(out + ": expected the folder of an unfinished run (the --out of hourglass "
                + "train), found "
                + (Files.isDirectory(out) ? "no " + RunJournal.FOLDER + "/" + RunRecord.NAME
                        + " in it" : Files.exists(out) ? "a file" : "nothing"));
    }
}
