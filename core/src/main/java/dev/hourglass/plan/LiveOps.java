package dev.hourglass.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/** Leaves out ops whose results nobody reads, such as a sigmoid whose loss is computed from the logits. */
final class LiveOps {
    private LiveOps() {
    }

    static List<Op> of(List<Op> ops) {
        var read = new HashSet<Integer>();
        var live = new ArrayList<Op>();
        for (Op op : ops.reversed()) {
            if (op.writes().stream()
                    .anyMatch(slot -> slot.role().persistent() || read.contains(slot.root()))) {
                op.reads().forEach(slot -> read.add(slot.root()));
                live.add(op);
            }
        }
        Collections.reverse(live);
        return live;
    }
}
