package dev.hourglass.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a training is watched, and how it survives. */
public final class RunOptions {
    @Option(names = "--tensorboard", paramLabel = "DIR", arity = "0..1", fallbackValue = "",
            description = "Writes events for TensorBoard while it trains: curves, and where images are compressed or "
                    + "denoised pictures after each epoch. Default without DIR: the folder tensorboard in that of "
                    + "--out")
    private Path tensorBoard;

    @Mixin
    private CheckpointOptions checkpoints = new CheckpointOptions();

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean quiet;

    private Optional<RunMode> mode = Optional.empty();

    /** Instead of starting a run, does something with one that is there. */
    void rerun(RunMode wanted, Verbosity verbosity) {
        mode = Optional.of(wanted);
        quiet = verbosity == Verbosity.QUIET;
    }

    public RunMode mode() {
        return mode.orElse(checkpoints.mode());
    }

    public Verbosity verbosity() {
        return quiet ? Verbosity.QUIET : Verbosity.NORMAL;
    }

    /**
     * Where TensorBoard's events go; empty where none are wanted.
     *
     * @param out folder of the run
     */
    public Optional<Path> tensorBoard(Path out) {
        return Optional.ofNullable(tensorBoard)
                .map(each -> each.toString().isEmpty() ? out.resolve("tensorboard") : each);
    }

    /**
     * What is left of the run when the process dies.
     *
     * @param further words of the command line that settings do not know of
     * @param out     folder of the run
     */
    public RunJournal journal(List<String> further, Path out, Streams streams) {
        var words = new ArrayList<>(further);
        words.addAll(List.of("--checkpoint-every", checkpoints.words()));
        if (tensorBoard != null) {
            words.add("--tensorboard");
            Stream.of(tensorBoard.toString()).filter(each -> !each.isEmpty()).forEach(words::add);
        }
        return new RunJournal(mode(), checkpoints.interval(), words, out, streams);
    }
}
