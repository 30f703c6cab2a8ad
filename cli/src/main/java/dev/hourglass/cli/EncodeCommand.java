package dev.hourglass.cli;

import dev.hourglass.cli.table.HeaderOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Images or rows to codes. */
@Command(customSynopsis = "hourglass encode --model FILE --in X --out Y [OPTIONS]", footer = {"",
    "Codes are written as npy (float32, one row for each image or row of a table) or as",
    "npz, with the images' labels as 'y' where there are any.", "",
    "  hourglass encode --model run/model.safetensors --in images.npy --out codes.npy",
    "  hourglass encode --model run/model.safetensors --in images.npy --numbers 8 --out short.npy",
    "  hourglass encode --model run/model.safetensors --in payments.csv --out codes.npy"})
final class EncodeCommand implements Callable<Integer> {
    @Option(names = "--numbers", paramLabel = "K",
            description = "Keeps the first K numbers of each code; for a model whose numbers are in order of "
                    + "worth, such as compressor. Default: all")
    private Integer numbers;

    @Mixin
    private ApplyOptions options = new ApplyOptions();

    @Mixin
    private HeaderOption header = new HeaderOption();

    private final Streams streams;

    EncodeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        return new ApplyRun(options, streams).keeping(Optional.ofNullable(numbers))
                .reading(header.header())
                .run(ApplyRun.Purpose.ENCODE);
    }
}
