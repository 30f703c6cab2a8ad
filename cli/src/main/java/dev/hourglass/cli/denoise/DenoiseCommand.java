package dev.hourglass.cli.denoise;

import dev.hourglass.cli.ApplyOptions;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.WrongOption;
import dev.hourglass.models.denoise.Denoiser;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Noisy images to clean ones. */
@Command(customSynopsis = "hourglass denoise --model FILE --in X --out Y [OPTIONS]", footer = {"",
    "Models denoiser and tutorial-denoising take images of any size; in a folder each",
    "may have its own. One trained on grey images takes colour too, each channel on its",
    "own. It knows the kind of noise and of images it was trained on.", "",
    "  hourglass denoise --model run/model.safetensors --in noisy.png --out clean.png",
    "  hourglass denoise --model run/model.safetensors --in scans/ --out clean/",
    "  hourglass denoise --model run/model.safetensors --in map.jpg --tile 256 --out map.png"})
public final class DenoiseCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options = new ApplyOptions();

    @Option(names = "--tile", paramLabel = "N", defaultValue = "" + Denoiser.TILE,
            description = "Large images are computed by squares of N x N pixels; smaller ones take less "
                    + "memory. Default: ${DEFAULT-VALUE}")
    private int tile = Denoiser.TILE;

    private final Streams streams;

    public DenoiseCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (tile < Denoiser.SMALLEST_TILE) {
            throw new WrongOption("--tile: expected " + Denoiser.SMALLEST_TILE + " or more, found " + tile);
        }
        return new DenoiseRun(options, tile, streams).run();
    }
}
