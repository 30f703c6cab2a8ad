package dev.hourglass.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Images through encoder and decoder. */
@Command(customSynopsis = "hourglass reconstruct --model FILE --in X --out Y [OPTIONS]", footer = {"",
    "  hourglass reconstruct --model run/model.safetensors --in photos/ --out copies/",
    "  hourglass reconstruct --model run/model.safetensors --in x.npy --out y.npy"})
final class ReconstructCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options = new ApplyOptions();

    private final Streams streams;

    ReconstructCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        return new ApplyRun(options, streams).run(ApplyRun.Purpose.RECONSTRUCT);
    }
}
