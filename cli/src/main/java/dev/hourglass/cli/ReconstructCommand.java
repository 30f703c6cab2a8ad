package dev.hourglass.cli;

import dev.hourglass.cli.table.HeaderOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Images or rows through encoder and decoder. */
@Command(customSynopsis = "hourglass reconstruct --model FILE --in X --out Y [OPTIONS]", footer = {"",
    "  hourglass reconstruct --model run/model.safetensors --in photos/ --out copies/",
    "  hourglass reconstruct --model run/model.safetensors --in x.npy --out y.npy",
    "  hourglass reconstruct --model run/model.safetensors --in payments.csv --out again.csv"})
final class ReconstructCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options = new ApplyOptions();

    @Mixin
    private HeaderOption header = new HeaderOption();

    private final Streams streams;

    ReconstructCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        return new ApplyRun(options, streams).reading(header.header())
                .run(ApplyRun.Purpose.RECONSTRUCT);
    }
}
