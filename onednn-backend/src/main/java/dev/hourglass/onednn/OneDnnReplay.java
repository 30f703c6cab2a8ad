package dev.hourglass.onednn;

import dev.hourglass.loops.Kernel;
import dev.hourglass.spi.Replay;

/** Kernels over bound memory, phase by phase. */
final class OneDnnReplay implements Replay {
    private final Lanes lanes;
    private final Binding binding;
    private final Kernel[][][] phases;

    OneDnnReplay(Lanes lanes, Binding binding) {
        this.lanes = lanes;
        this.binding = binding;
        this.phases = binding.kernels();
    }

    @Override
    public void run() {
        lanes.run(phases);
    }

    @Override
    public void close() {
        binding.close();
    }
}
