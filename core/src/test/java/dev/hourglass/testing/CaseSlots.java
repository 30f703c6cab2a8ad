package dev.hourglass.testing;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Hands out the slots of a test case and lays them out with guard bands between them. */
public final class CaseSlots {
    private static final int GUARD = MemoryPlan.ALIGNMENT / DType.F32.bytes();
    /** Views start here, so that a backend which assumes aligned views is found out. */
    private static final int VIEW_START = GUARD + 3;

    private final Placement placement;
    private final List<CaseSlot> slots = new ArrayList<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private long bytes;
    private int ids;

    CaseSlots(Placement placement) {
        this.placement = placement;
    }

    /**
     * A slot with values in [−1, 1), whether it is read or only written: nothing may depend on what is lost.
     */
    public Slot slot(String name, Shape shape) {
        return slot(name, shape, Contents.signed());
    }

    public Slot slot(String name, Shape shape, Contents contents) {
        return place(name, shape, DType.F32, () -> {
            float[] values = contents.values(name, shape.elements());
            int[] bits = new int[values.length];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = Float.floatToRawIntBits(values[i]);
            }
            return bits;
        });
    }

    /** A slot of integers. */
    public Slot integers(String name, int... values) {
        return place(name, Shape.of(values.length), DType.I32, values::clone);
    }

    /**
     * A slot in the place of another one of equal size, as the memory planner lays out results of reusable
     * inputs.
     */
    public Slot inPlaceOf(Slot donor, String name, Shape shape) {
        if (placement == Placement.APART) {
            return slot(name, shape);
        }
        CaseSlot under = slots.stream().filter(each -> each.slot().equals(donor)).findFirst().orElseThrow();
        int id = ids++;
        Slot slot;
        if (placement == Placement.ROOTS) {
            slot = new Slot(id, name, shape, DType.F32, Role.ACTIVATION, id, 0);
            offsets.put(id, offsets.get(donor.id()));
        } else {
            slot = new Slot(id, name, shape, DType.F32, Role.ACTIVATION, donor.root(), donor.offset());
        }
        slots.add(new CaseSlot(slot, under.cover(), under.start(), under::bits));
        return slot;
    }

    private Slot place(String name, Shape shape, DType dtype, Supplier<int[]> bits) {
        int elements = shape.elements();
        boolean view = placement == Placement.VIEWS;
        int start = view ? VIEW_START : 0;
        int covered = (start + elements + GUARD - 1) / GUARD * GUARD + GUARD;
        int coverId = ids++;
        var cover = new Slot(coverId, name + "'s root", Shape.of(covered), dtype, Role.ACTIVATION, coverId,
                0);
        offsets.put(coverId, bytes);
        int id = ids++;
        Slot slot;
        if (view) {
            slot = new Slot(id, name, shape, dtype, Role.ACTIVATION, coverId, start);
        } else {
            slot = new Slot(id, name, shape, dtype, Role.ACTIVATION, id, 0);
            offsets.put(id, bytes);
        }
        bytes += cover.bytes();
        slots.add(new CaseSlot(slot, cover, start, bits));
        return slot;
    }

    List<CaseSlot> all() {
        return slots;
    }

    MemoryPlan plan() {
        return new MemoryPlan(bytes, offsets, bytes, Map.of());
    }
}
