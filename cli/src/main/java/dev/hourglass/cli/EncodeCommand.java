package dev.hourglass.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Images to codes. */
@Command(customSynopsis = "hourglass encode --model FILE --in X --out Y [OPTIONS]", footer = {"",
    "Codes are written as npy (float32, one row for each image) or as npz, with the",
    "images' labels as 'y' where there are any.", "",
    "  hourglass encode --model run/model.safetensors --in images.npy --out codes.npy"})
final class EncodeCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options = new ApplyOptions();

    private final Streams streams;

    EncodeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        return new ApplyRun(options, streams).run(ApplyRun.Purpose.ENCODE);
    }
}
