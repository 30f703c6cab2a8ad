package dev.hourglass.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What {@code hourglass} does without a command, and the options every command has. */
@Command(name = RootCommand.NAME, versionProvider = RootCommand.Version.class, synopsisHeading = "Usage: ",
        customSynopsis = "hourglass COMMAND [OPTIONS]", description = {
            "",
            "Trains autoencoders and uses them: to compress, to remove noise, to find anomalies."},
        optionListHeading = "%nOptions:%n", footer = {
            "", "Where to begin:",
            "  hourglass demo                                 a minute, no data needed",
            "  hourglass train denoise --data mnist --out run",
            "  hourglass denoise --model run/model.safetensors --in noisy.png --out clean.png",
            "", "'hourglass COMMAND --help' explains a command.",
            "Exit codes: 0 done, 1 failed, 2 something to put right, 130 interrupted."})
final class RootCommand implements Runnable {
    static final String NAME = "hourglass";

    @Option(names = {"-h",
        "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Shows this help.")
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Prints the version.")
    private boolean version;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT,
            description = "Prints where in the program an error came from.")
    private boolean stackTrace;

    @Option(names = {"-v", "--verbose"}, scope = ScopeType.INHERIT,
            description = "Also tells what happens inside; twice (-vv) with every detail.")
    private boolean[] verbose = {};

    @Spec
    private CommandSpec spec;

    private final Streams streams;

    RootCommand(Streams streams) {
        this.streams = streams;
    }

    /** How much is told of an error. */
    Failures.Detail stackTrace() {
        return stackTrace ? Failures.Detail.STACK_TRACE : Failures.Detail.ONE_LINE;
    }

    /** How much of the log is shown. */
    LogLines log() {
        return switch (verbose.length) {
            case 0 -> LogLines.ERRORS;
            case 1 -> LogLines.EVENTS;
            default -> LogLines.DETAILS;
        };
    }

    @Override
    public void run() {
        spec.commandLine().usage(streams.out());
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"hourglass " + Library.version() + " (commit " + Library.commit() + ", Java "
                    + Runtime.version() + ")"};
        }
    }
}
