package dev.hourglass.cli;

import picocli.CommandLine.Command;

@Command
final class DenoiseCommand implements Runnable {
    DenoiseCommand(Streams streams) {
    }

    @Override
    public void run() {
        throw new WrongOption("not there yet");
    }
}
