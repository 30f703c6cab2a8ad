package dev.hourglass.cli;

import dev.hourglass.cli.anomaly.ScoreCommand;
import dev.hourglass.cli.anomaly.TrainAnomalyCommand;
import dev.hourglass.cli.bench.BenchCommand;
import dev.hourglass.cli.compress.CompressCommand;
import dev.hourglass.cli.compress.DecompressCommand;
import dev.hourglass.cli.compress.TrainCompressCommand;
import dev.hourglass.cli.denoise.DenoiseCommand;
import dev.hourglass.cli.denoise.TrainDenoiseCommand;
import dev.hourglass.cli.report.ReportCommand;
import dev.hourglass.data.DataException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** The commands by name. Only the one that is called is created. */
final class Commands {

    /**
     * One command.
     *
     * @param parts its sub-commands
     */
    private record Entry(String name, String summary, Function<Streams, Object> create, List<Entry> parts) {
        Entry(String name, String summary, Function<Streams, Object> create) {
            this(name, summary, create, List.of());
        }
    }

    private static final List<Entry> TASKS = List.of(
            new Entry("compress",
                    "Trains a model that turns images or rows of a table into short codes and back.",
                    TrainCompressCommand::new),
            new Entry("denoise", "Trains a model that removes noise from images.", TrainDenoiseCommand::new),
            new Entry("anomaly", "Fits a detector of rows or images that are unlike the others.",
                    TrainAnomalyCommand::new));

    private static final List<Entry> ALL = List.of(
            new Entry("demo", "Trains a denoiser on built-in digits and shows what it does.",
                    DemoCommand::new),
            new Entry("train", "Trains an autoencoder on your data or a known data set.",
                    _ -> new TrainCommand(), TASKS),
            new Entry("resume", "Goes on with a training that was cut off.", ResumeCommand::new),
            new Entry("verify", "Does a training again, and says whether it gives the same bits.",
                    VerifyCommand::new),
            new Entry("reconstruct", "Sends images through a trained model and back.",
                    ReconstructCommand::new),
            new Entry("denoise", "Removes noise from images with a trained denoiser.", DenoiseCommand::new),
            new Entry("score", "Says which rows or images are anomalies.", ScoreCommand::new),
            new Entry("encode", "Turns images into codes.", EncodeCommand::new),
            new Entry("decode", "Turns codes back into images.", DecodeCommand::new),
            new Entry("compress", "Compresses images to a small file with a trained model.",
                    CompressCommand::new),
            new Entry("decompress", "Turns a compressed file back into images.", DecompressCommand::new),
            new Entry("report", "Makes the page of a finished run again, or compares several.",
                    ReportCommand::new),
            new Entry("inspect", "Says what a model's file holds, and whether it is sound.",
                    InspectCommand::new),
            new Entry("plan", "Shows what a model computes, and how much memory it takes.", PlanCommand::new),
            new Entry("backends", "Lists what can compute here, and why the rest cannot.",
                    BackendsCommand::new),
            new Entry("doctor", "Looks at this machine and tries every backend.", DoctorCommand::new),
            new Entry("bench", "Measures speed here, beside other systems in the same run.",
                    BenchCommand::new),
            new Entry("data", "Lists the known data sets and where they are.", DataCommand::new),
            new Entry("completion", "Prints a completion script for bash and zsh.", CompletionCommand::new));

    private Commands() {
    }

    static List<String> names() {
        return ALL.stream().map(Entry::name).toList();
    }

    /** Adds one command to the program, and the list of all to its help. */
    static void addTo(CommandLine program, String name, Streams streams) {
        ALL.stream().filter(each -> each.name.equals(name)).forEach(each -> add(program, each, streams));
        var summaries = new LinkedHashMap<String, String>();
        ALL.forEach(each -> summaries.put("  " + each.name, each.summary));
        program.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
                _ -> System.lineSeparator() + "Commands:" + System.lineSeparator());
        program.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
                help -> help.createTextTable(summaries).toString());
    }

    /** The command that a run was started with, its options read again. */
    static TrainingCommand training(RunRecord run, Path folder, Streams streams) {
        var entry = TASKS.stream().filter(each -> each.name.equals(run.task())).findFirst();
        if (entry.isEmpty() || !(entry.get().create.apply(streams) instanceof TrainingCommand training)) {
            throw new DataException(folder + ": expected a run of hourglass train, found '"
                    + run.task() + "'");
        }
        try {
            new CommandLine(training).parseArgs(run.options(folder).toArray(String[]::new));
        } catch (ParameterException e) {
            throw new DataException(folder + ": the settings of the run cannot be read: " + e.getMessage(),
                    e);
        }
        return training;
    }

    /** Adds every command, for what has to know all of them. */
    static void addAll(CommandLine program, Streams streams) {
        ALL.forEach(each -> add(program, each, streams));
    }

    private static void add(CommandLine program, Entry entry, Streams streams) {
        var command = new CommandLine(entry.create.apply(streams));
        command.getCommandSpec().usageMessage().header(entry.summary, "").synopsisHeading("Usage: ")
                .optionListHeading("%nOptions:%n").sortOptions(false);
        entry.parts.forEach(each -> add(command, each, streams));
        program.addSubcommand(entry.name, command);
    }
}
