package dev.hourglass.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Noisy images to clean ones. */
@Command(customSynopsis = "hourglass denoise --model FILE --in X --out Y [OPTIONS]", footer = {"",
    "A tutorial-denoising model takes images of any size; in a folder each may have its",
    "own. It knows the kind of noise and of images it was trained on.", "",
    "  hourglass denoise --model run/model.safetensors --in noisy.png --out clean.png",
    "  hourglass denoise --model run/model.safetensors --in scans/ --out clean/"})
final class DenoiseCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options = new ApplyOptions();

    private final Streams streams;

    DenoiseCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        return new ApplyRun(options, streams).run(ApplyRun.Purpose.DENOISE);
    }
}
