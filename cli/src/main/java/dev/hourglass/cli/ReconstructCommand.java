package dev.hourglass.cli;

import picocli.CommandLine.Command;

@Command
final class ReconstructCommand implements Runnable {
    ReconstructCommand(Streams streams) {
    }

    @Override
    public void run() {
        throw new WrongOption("not there yet");
    }
}
