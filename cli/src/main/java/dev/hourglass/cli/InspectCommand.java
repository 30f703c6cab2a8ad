package dev.hourglass.cli;

import dev.hourglass.models.Safetensors;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a model's file holds, whether it is whole, and whether a backend still answers as it did. */
@Command(customSynopsis = "hourglass inspect FILE [OPTIONS]", footer = {"",
    "Shows what the file is, how it came to be (versions, commit, backend and device that",
    "ran, data and its digest, seed, date), whether its checksum fits, and its tensors. The",
    "golden check sends the inputs that were stored with the model through it again, and",
    "compares the answers with those of the backend that trained it.", "",
    "Exit code 2 when the file is damaged or a backend answers something else.", "",
    "  hourglass inspect run/model.safetensors",
    "  hourglass inspect run/model.safetensors --backend reference!",
    "  hourglass inspect run/model.safetensors --no-check"})
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A model.safetensors.")
    private Path file;

    @Option(names = "--no-check", description = "Computes nothing: leaves the golden check out.")
    private boolean unchecked;

    @Mixin
    private BackendOptions backend = new BackendOptions();

    private final Streams streams;

    InspectCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        var content = Safetensors.read(file);
        var inspection = new Inspection(file, content, streams);
        return unchecked ? inspection.show() : inspection.show(backend);
    }
}
