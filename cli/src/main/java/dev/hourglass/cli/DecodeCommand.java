package dev.hourglass.cli;

import picocli.CommandLine.Command;

@Command
final class DecodeCommand implements Runnable {
    DecodeCommand(Streams streams) {
    }

    @Override
    public void run() {
        throw new WrongOption("not there yet");
    }
}
