package dev.hourglass.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays out the slots of a program. Persistent slots get places of their own; activations of a routine share
 * an arena by their lifetimes, and the arenas of different routines lie on top of each other, because only
 * one runs at a time.
 */
final class MemoryPlanner {

    private record Lifetime(Slot root, int from, int to) {
        boolean overlaps(Lifetime other) {
            return from <= other.to && other.from <= to;
        }
    }

    private record Placed(Lifetime lifetime, long offset) {
        long end() {
            return offset + MemoryPlan.align(lifetime.root().bytes());
        }
    }

    private MemoryPlanner() {
    }

    static MemoryPlan plan(List<Slot> slots, Map<Routine, List<Op>> routines) {
        var offsets = new HashMap<Integer, Long>();
        var byRole = new EnumMap<Role, Long>(Role.class);
        long unshared = 0;
        long bytes = 0;
        for (Slot slot : slots) {
            if (slot.isView()) {
                continue;
            }
            long size = MemoryPlan.align(slot.bytes());
            unshared += size;
            if (slot.role().persistent()) {
                offsets.put(slot.id(), bytes);
                byRole.merge(slot.role(), size, Long::sum);
                bytes += size;
            }
        }
        long arena = 0;
        for (List<Op> ops : routines.values()) {
            for (Placed placed : place(slots, ops)) {
                offsets.put(placed.lifetime().root().id(), bytes + placed.offset());
                arena = Math.max(arena, placed.end());
            }
        }
        byRole.put(Role.ACTIVATION, arena);
        return new MemoryPlan(bytes + arena, offsets, unshared, byRole);
    }

    private static List<Placed> place(List<Slot> slots, List<Op> ops) {
        var lifetimes = lifetimes(slots, ops);
        var placed = new LinkedHashMap<Integer, Placed>();
        for (Lifetime lifetime : lifetimes.values()) {
            Placed donor = donor(ops.get(lifetime.from()), lifetime, lifetimes, placed);
            if (donor != null) {
                var shortened = new Lifetime(donor.lifetime().root(), donor.lifetime().from(),
                        lifetime.from() - 1);
                placed.put(shortened.root().id(), new Placed(shortened, donor.offset()));
                placed.put(lifetime.root().id(), new Placed(lifetime, donor.offset()));
            } else {
                placed.put(lifetime.root().id(), new Placed(lifetime, firstGap(lifetime, placed)));
            }
        }
        return new ArrayList<>(placed.values());
    }

    /** First write to last access of every activation, in the order of first writes. */
    private static Map<Integer, Lifetime> lifetimes(List<Slot> slots, List<Op> ops) {
        var lifetimes = new LinkedHashMap<Integer, Lifetime>();
        for (int i = 0; i < ops.size(); i++) {
            Op op = ops.get(i);
            for (Slot slot : op.reads()) {
                Slot root = slots.get(slot.root());
                if (!lifetimes.containsKey(root.id()) && !root.role().persistent()) {
                    throw new PlanException(
                            "op " + i + " " + op.name() + " reads " + slot + " before it is written");
                }
                extend(lifetimes, root, i);
            }
            for (Slot slot : op.writes()) {
                extend(lifetimes, slots.get(slot.root()), i);
            }
        }
        return lifetimes;
    }

    private static void extend(Map<Integer, Lifetime> lifetimes, Slot root, int at) {
        if (!root.role().persistent()) {
            lifetimes.merge(root.id(), new Lifetime(root, at, at),
                    (known, now) -> new Lifetime(root, known.from(), now.to()));
        }
    }

    /** An input of an element-wise op that dies there, so that the result can take its place; or null. */
    private static Placed donor(Op op, Lifetime result, Map<Integer, Lifetime> lifetimes,
            Map<Integer, Placed> placed) {
        if (op.writes().size() != 1) {
            return null;
        }
        for (Slot input : op.reusable()) {
            Lifetime lifetime = lifetimes.get(input.root());
            boolean dies = lifetime != null && lifetime.to() == result.from()
                    && lifetime.from() < result.from();
            if (dies && lifetime.root().bytes() == result.root().bytes()) {
                return placed.get(input.root());
            }
        }
        return null;
    }

    /** Lowest offset at which nothing lies that lives at the same time. */
    private static long firstGap(Lifetime lifetime, Map<Integer, Placed> placed) {
        var neighbours = placed.values().stream().filter(each -> each.lifetime().overlaps(lifetime))
                .sorted(Comparator.comparingLong(Placed::offset)).toList();
        long size = MemoryPlan.align(lifetime.root().bytes());
        long offset = 0;
        for (Placed neighbour : neighbours) {
            if (neighbour.offset() - offset >= size) {
                break;
            }
            offset = Math.max(offset, neighbour.end());
        }
        return offset;
    }
}
