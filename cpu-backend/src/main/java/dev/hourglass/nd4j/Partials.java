package dev.hourglass.nd4j;

import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.Write;
import java.lang.foreign.MemorySegment;

/** One sum per lane, and their total: how lanes add into one place without a race and always in one order. */
final class Partials {
    private final int lanes;
    private final int elements;
    private final Place[] sums;

    Partials(Binding binding, int elements) {
        this.lanes = binding.lanes();
        this.elements = elements;
        this.sums = new Place[lanes];
        for (int i = 0; i < lanes; i++) {
            sums[i] = binding.scratch(elements);
        }
    }

    /** This lane's own sum. */
    Place of(Lane lane) {
        return sums[lane.index()];
    }

    void clear(Lane lane) {
        of(lane).memory().fill((byte) 0);
    }

    /** Adds values to this lane's sum. */
    void add(Lane lane, Place values) {
        Place sum = of(lane);
        for (int at = 0; at < elements; at += Lane.BLOCK) {
            int count = Math.min(Lane.BLOCK, elements - at);
            sum.load(at, lane.floats(0), count);
            values.load(at, lane.floats(1), count);
            Elementwise.add(lane.floats(0), lane.floats(1), count);
            sum.store(at, lane.floats(0), count);
        }
    }

    /** The kernel that brings the lanes' sums into their place. */
    Kernel total(Place out, Write write) {
        if (lanes == 1 && write == Write.SET) {
            return new Alone(lane -> MemorySegment.copy(sums[0].memory(), 0, out.memory(), 0,
                    out.memory().byteSize()));
        }
        return Elementwise.shared(out, write, (lane, count) -> {
            float[] total = lane.floats(0);
            for (int i = 1; i < lanes; i++) {
                Elementwise.add(total, lane.floats(i), count);
            }
        }, sums);
    }
}
