package dev.hourglass.cli;

import picocli.CommandLine.Command;

@Command
final class PlanCommand implements Runnable {
    PlanCommand(Streams streams) {
    }

    @Override
    public void run() {
        throw new WrongOption("not there yet");
    }
}
