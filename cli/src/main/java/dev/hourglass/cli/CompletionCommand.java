package dev.hourglass.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Prints what a shell needs to complete commands and options. */
@Command(footer = {"", "  source <(hourglass completion)      now; put it into ~/.bashrc for ever"})
final class CompletionCommand implements Runnable {
    private final Streams streams;

    CompletionCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public void run() {
        var program = new CommandLine(new RootCommand(streams));
        Commands.addAll(program, streams);
        streams.result(AutoComplete.bash(RootCommand.NAME, program));
    }
}
