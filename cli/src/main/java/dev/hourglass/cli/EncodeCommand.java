package dev.hourglass.cli;

import picocli.CommandLine.Command;

@Command
final class EncodeCommand implements Runnable {
    EncodeCommand(Streams streams) {
    }

    @Override
    public void run() {
        throw new WrongOption("not there yet");
    }
}
