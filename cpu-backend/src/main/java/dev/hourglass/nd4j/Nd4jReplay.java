package dev.hourglass.nd4j;

import dev.hourglass.loops.Kernel;
import dev.hourglass.spi.Replay;

/** Kernels over bound memory, run one after the other. */
final class Nd4jReplay implements Replay {
    private final Lanes lanes;
    private final Binding binding;
    private final Kernel[] kernels;

    Nd4jReplay(Lanes lanes, Binding binding) {
        this.lanes = lanes;
        this.binding = binding;
        this.kernels = binding.kernels();
    }

    @Override
    public void run() {
        lanes.run(kernels);
    }

    @Override
    public void close() {
        binding.close();
    }
}
