package dev.hourglass.onednn;

import dev.hourglass.loops.Kernel;
import java.util.List;

/**
 * What the lanes do at once: each its own kernels, in order. All lanes wait for each other before the next
 * phase.
 */
record Phase(List<List<Kernel>> lanes) {

    /** Kernels of each lane as arrays, for running. */
    Kernel[][] kernels() {
        return lanes.stream().map(each -> each.toArray(new Kernel[0])).toArray(Kernel[][]::new);
    }

    /** Whether lane 0 has all the work, so that nobody needs to be woken. */
    boolean isAlone() {
        return lanes.stream().skip(1).allMatch(List::isEmpty);
    }
}
