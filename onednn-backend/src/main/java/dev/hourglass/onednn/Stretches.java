package dev.hourglass.onednn;

import dev.hourglass.onednn.Stretch.Private;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a list of ops into stretches through which the rows of a batch can be taken some at a time. In such a
 * stretch nothing needs rows that come later, and nothing that one tile writes is read by another. Slots that
 * only live within one stretch need memory for a tile only, which stays in the cache; they are private.
 */
final class Stretches {
    private final List<Op> ops;
    private final OneDnnMemory memory;
    private final Map<Integer, Life> lives = new HashMap<>();

    /** What happens to a root slot in the whole list. */
    private static final class Life {
        private final Slot first;
        private final int begin;
        private boolean uniform;
        private boolean endsRead;
        private int end;

        Life(Slot slot, int at, boolean read) {
            first = slot;
            begin = at;
            uniform = !read && slot.role() == Role.ACTIVATION && slot.offset() == 0;
        }

        void touch(Slot slot, int at, boolean read) {
            uniform &= slot.offset() == 0 && slot.elements() == first.elements();
            end = at;
            endsRead = read;
        }
    }

    Stretches(List<Op> ops, OneDnnMemory memory) {
        this.ops = ops;
        this.memory = memory;
        for (int i = 0; i < ops.size(); i++) {
            for (Slot slot : ops.get(i).reads()) {
                touch(slot, i, true);
            }
            for (Slot slot : ops.get(i).writes()) {
                touch(slot, i, false);
            }
        }
    }

    private void touch(Slot slot, int at, boolean read) {
        lives.computeIfAbsent(slot.root(), root -> new Life(slot, at, read)).touch(slot, at, read);
    }

    List<Stretch> all() {
        var all = new ArrayList<Stretch>();
        int from = 0;
        while (from < ops.size()) {
            int to = end(from);
            var part = ops.subList(from, to);
            var privates = privates(from, to);
            if (part.size() > 1 && liesApart(part, privates.keySet())) {
                all.add(new Stretch(part, Access.of(part.getFirst()).orElseThrow().n(), privates));
            } else {
                part.forEach(op -> all.add(Stretch.of(op)));
            }
            from = to;
        }
        return all;
    }

    /** Where the stretch that begins at an op ends. */
    private int end(int from) {
        var first = Access.of(ops.get(from));
        if (first.isEmpty()) {
            return from + 1;
        }
        var uses = new Uses();
        int to = from;
        while (to < ops.size()) {
            var access = Access.of(ops.get(to));
            if (access.isEmpty() || access.get().n() != first.get().n() || !uses.admit(access.get())) {
                break;
            }
            to++;
        }
        return Math.max(to, from + 1);
    }

    private Map<Integer, Private> privates(int from, int to) {
        var found = new LinkedHashMap<Integer, Private>();
        for (Op op : ops.subList(from, to)) {
            for (Slot slot : op.writes()) {
                Life life = lives.get(slot.root());
                if (life.uniform && life.endsRead && life.begin >= from && life.end < to) {
                    found.put(slot.root(), new Private(slot, life.begin - from, life.end - from));
                }
            }
        }
        keepPooled(ops.subList(from, to), found);
        return found;
    }

    /** The gradient of a max-pool over rectified values looks at the pool's result once more. */
    private static void keepPooled(List<Op> part, Map<Integer, Private> found) {
        for (int i = 0; i < part.size(); i++) {
            int at = i;
            if (part.get(i) instanceof PoolGradient gradient) {
                Maxima.pool(gradient, part).ifPresent(pool -> found.computeIfPresent(pool.small().root(),
                        (root, slot) -> new Private(slot.slot(), slot.first(), Math.max(slot.last(), at))));
            }
        }
    }

    /**
     * Whether the slots that are not private lie apart in memory: tiles run through all ops before the next
     * tile begins, while the plan lets slots share memory that are never needed by ops at the same time.
     */
    private boolean liesApart(List<Op> part, Set<Integer> hidden) {
        var written = new HashSet<Slot>();
        var touched = new HashSet<Slot>();
        for (Op op : part) {
            touched.addAll(op.reads());
            touched.addAll(op.writes());
            written.addAll(op.writes());
        }
        touched.removeIf(slot -> hidden.contains(slot.root()));
        written.removeIf(slot -> hidden.contains(slot.root()));
        for (Slot one : written) {
            for (Slot other : touched) {
                if (one.root() != other.root() && memory.place(one).overlaps(memory.place(other))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What the ops of a stretch do so far. */
    private static final class Uses {
        private final List<Slot> read = new ArrayList<>();
        private final List<Slot> written = new ArrayList<>();
        private final List<Slot> whole = new ArrayList<>();
        private final List<Slot> sums = new ArrayList<>();

        /** Adds an op unless some tile would need what another one writes. */
        boolean admit(Access next) {
            for (Slot slot : next.read()) {
                if (cutsAcross(slot, written) || meets(slot, sums)) {
                    return false;
                }
            }
            for (Slot slot : next.write()) {
                if (cutsAcross(slot, written) || cutsAcross(slot, read) || meets(slot, whole)
                        || meets(slot, sums)) {
                    return false;
                }
            }
            for (Slot slot : next.whole()) {
                if (meets(slot, written) || meets(slot, sums)) {
                    return false;
                }
            }
            for (Slot slot : next.sums()) {
                if (meets(slot, read) || meets(slot, written) || meets(slot, whole)
                        || cutsAcross(slot, sums)) {
                    return false;
                }
            }
            read.addAll(next.read());
            written.addAll(next.write());
            whole.addAll(next.whole());
            sums.addAll(next.sums());
            return true;
        }

        private static boolean meets(Slot slot, List<Slot> others) {
            return others.stream().anyMatch(slot::overlaps);
        }

        /** Whether it overlaps one of the others without being the same elements. */
        private static boolean cutsAcross(Slot slot, List<Slot> others) {
            return others.stream().anyMatch(other -> slot.overlaps(other)
                    && (slot.offset() != other.offset() || slot.elements() != other.elements()));
        }
    }
}
