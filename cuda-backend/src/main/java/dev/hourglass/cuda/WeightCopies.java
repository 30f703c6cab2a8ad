package dev.hourglass.cuda;

import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Slot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * The parameters that products of a MIXED routine read, rounded to bfloat16 once, at its beginning: all of
 * them in one launch, because they lie in one block.
 */
final class WeightCopies {
    private final Binding binding;
    private final Map<Integer, Copy> copies;

    /**
     * A part of a root.
     *
     * @param root  where that begins
     * @param from  its first element
     * @param to    the one behind its last
     * @param place bytes from the start of the memory that is kept
     */
    private record Copy(long root, int from, int to, long place) {
        static Copy of(Slot slot, long at) {
            return new Copy(at - (long) slot.offset() * Float.BYTES, slot.offset(),
                    slot.offset() + slot.elements(), 0);
        }

        Copy with(Copy other) {
            return new Copy(root, Math.min(from, other.from), Math.max(to, other.to), 0);
        }

        long bytes() {
            return (long) (to - from) * Storage.NARROW_BYTES;
        }
    }

    private WeightCopies(Binding binding, Map<Integer, Copy> copies) {
        this.binding = binding;
        this.copies = copies;
    }

    /** For arithmetic that has no use for them. */
    static WeightCopies none(Binding binding) {
        return new WeightCopies(binding, Map.of());
    }

    /** Also binds the copying. */
    static WeightCopies bind(List<Op> ops, Binding binding) {
        var copies = new TreeMap<Integer, Copy>();
        var written = new HashSet<Integer>();
        var stale = new HashSet<Integer>();
        for (Op op : ops) {
            if (op instanceof MatrixOp || op instanceof ConvOp) {
                for (Slot slot : op.reads()) {
                    if (slot.role() == Role.PARAMETER) {
                        copies.merge(slot.root(), Copy.of(slot, binding.at(slot)), Copy::with);
                    }
                    if (written.contains(slot.root())) {
                        stale.add(slot.root());
                    }
                }
            }
            op.writes().forEach(slot -> written.add(slot.root()));
        }
        copies.keySet().removeAll(stale);
        long place = 0;
        for (var each : copies.entrySet()) {
            Copy copy = each.getValue();
            each.setValue(new Copy(copy.root, copy.from, copy.to, place));
            place += Scratch.align(copy.bytes());
        }
        copies.values().forEach(copy -> {
            int n = copy.to - copy.from;
            binding.call(Kernel.COPY).wide(copy.root + (long) copy.from * Float.BYTES)
                    .narrowKept(copy.place, copy.bytes()).integer(n).each(n);
            binding.endOp("copying the parameters as bfloat16");
        });
        return new WeightCopies(binding, copies);
    }

    /** Whether there is a copy of the slot. */
    boolean hold(Slot slot) {
        return slot.role() == Role.PARAMETER && copies.containsKey(slot.root());
    }

    /** Tells where the slot's copy lies, once that is known. */
    void place(Slot slot, LongConsumer user) {
        Copy copy = copies.get(slot.root());
        long at = copy.place + (long) (slot.offset() - copy.from) * Storage.NARROW_BYTES;
        binding.scratch().keep(copy.place + copy.bytes(), address -> user.accept(address + at));
    }
}
