package dev.hourglass.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Codes to images or rows. */
@Command(customSynopsis = "hourglass decode --model FILE --in X --out Y [OPTIONS]", footer = {"",
    "Reads what 'hourglass encode' wrote, or codes of your own making.", "",
    "  hourglass decode --model run/model.safetensors --in codes.npy --out images/",
    "  hourglass decode --model run/model.safetensors --in codes.npy --out payments.csv"})
final class DecodeCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options = new ApplyOptions();

    private final Streams streams;

    DecodeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        return new ApplyRun(options, streams).run(ApplyRun.Purpose.DECODE);
    }
}
