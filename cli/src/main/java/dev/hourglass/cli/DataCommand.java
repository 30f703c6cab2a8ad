package dev.hourglass.cli;

import picocli.CommandLine.Command;

@Command
final class DataCommand implements Runnable {
    DataCommand(Streams streams) {
    }

    @Override
    public void run() {
        throw new WrongOption("not there yet");
    }
}
