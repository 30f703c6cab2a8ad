package dev.hourglass.cli;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code hourglass}: results on the standard output, progress and errors on the other. */
public final class Main {

    private Main() {
    }

    /** Runs a command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(run(arguments, Streams.ofProcess()));
    }

    /**
     * Runs a command line without ending the process.
     *
     * @return 0 when it worked, 1 when Hourglass failed or a model collapsed, 2 when the user can put it
     *         right, 130 when it was interrupted
     */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return run(arguments, Streams.plain(out, err));
    }

    private static int run(String[] arguments, Streams streams) {
        var root = new RootCommand(streams);
        var program = new CommandLine(root);
        Commands.addTo(program, wanted(arguments), streams);
        program.setOut(streams.outWriter());
        program.setErr(streams.errWriter());
        program.setColorScheme(CommandLine.Help
                .defaultColorScheme(streams.isInteractive() ? Ansi.AUTO : Ansi.OFF));
        program.setUsageHelpAutoWidth(streams.isInteractive());
        program.setUsageHelpLongOptionsMaxWidth(28);
        program.setParameterExceptionHandler((e, _) -> wrongUse(e, streams));
        program.setExecutionExceptionHandler((e, _, _) -> Failures.report(e, root.stackTrace(), streams));
        program.setExecutionStrategy(parsed -> {
            root.log().show();
            return ThreadLimit.of(parsed).run(() -> new CommandLine.RunLast().execute(parsed));
        });
        int code = program.execute(arguments);
        streams.flush();
        return code;
    }

    /** Name of the one command that has to be set up: creating all of them takes longer than most run. */
    private static String wanted(String[] arguments) {
        return List.of(arguments).stream().filter(each -> !each.startsWith("-")).findFirst().orElse("");
    }

    /** What may stand behind a command's name; of the program itself not all are set up. */
    private static List<String> known(CommandSpec command) {
        return command.name().equals(RootCommand.NAME) ? Commands.names()
                : List.copyOf(command.subcommands().keySet());
    }

    private static int wrongUse(ParameterException e, Streams streams) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String first = e.getMessage().lines().findFirst().orElse("wrong arguments").strip();
        var suggestions = e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions()
                : List.<String>of();
        var known = known(e.getCommandLine().getCommandSpec());
        if (!known.isEmpty() && e instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            first = "unknown " + (name.equals(RootCommand.NAME) ? "command" : "task") + " '"
                    + unmatched.getUnmatched().getFirst() + "': there are " + String.join(", ", known);
        } else if (!suggestions.isEmpty()) {
            first += "; did you mean " + String.join(" or ", suggestions) + "?";
        }
        streams.say(name + ": " + Words.uncapitalise(first));
        streams.say("Try '" + name + " --help'.");
        return ExitCode.USER;
    }
}
