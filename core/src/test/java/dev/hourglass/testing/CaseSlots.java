package dev.hourglass.testing;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Options.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Hands out the slots of a test case and lays them out with guard bands between them. */
public final class CaseSlots {
    private static final int GUARD = MemoryPlan.ALIGNMENT / DType.F32.bytes();
    /** Views start here, so that a backend which assumes aligned views is found out. */
    private static final int VIEW_START = GUARD + 3;
    /** Bits of a float that a bfloat16 has, too. */
    private static final int BFLOAT16 = 0xFFFF0000;

    private final Placement placement;
    private final Arithmetic arithmetic;
    private final List<CaseSlot> slots = new ArrayList<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private long bytes;
    private int ids;

    CaseSlots(Placement placement) {
        this(placement, Arithmetic.STRICT);
    }

    /** @param arithmetic MIXED lets slots hold bfloat16 numbers only, so that only results are rounded */
    CaseSlots(Placement placement, Arithmetic arithmetic) {
        this.placement = placement;
        this.arithmetic = arithmetic;
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
                int exact = Float.floatToRawIntBits(values[i]);
                bits[i] = arithmetic == Arithmetic.MIXED ? exact & BFLOAT16 : exact;
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
        CaseSlot under = slots.stream().filter(each -> each.operand().equals(donor)).findFirst()
                .orElseThrow();
        Slot slot;
        if (placement == Placement.VIEWS) {
            slot = new Slot(ids++, name, shape, DType.F32, Role.ACTIVATION, donor.root(), donor.offset());
        } else {
            slot = root(name, shape, DType.F32, offsets.get(under.slot().id()));
        }
        Slot operand = under.isCopied() ? root(name, shape, DType.F32, offsets.get(donor.id())) : slot;
        slots.add(new CaseSlot(slot, operand, under.cover(), under.start(), under::bits));
        return operand;
    }

    private Slot root(String name, Shape shape, DType dtype, long offset) {
        int id = ids++;
        offsets.put(id, offset);
        return new Slot(id, name, shape, dtype, Role.ACTIVATION, id, 0);
    }

    private Slot place(String name, Shape shape, DType dtype, Supplier<int[]> bits) {
        int elements = shape.elements();
        boolean view = placement == Placement.VIEWS;
        int start = view ? VIEW_START : 0;
        int covered = (start + elements + GUARD - 1) / GUARD * GUARD + GUARD;
        Slot cover = root(name + "'s root", Shape.of(covered), dtype, bytes);
        Slot slot = view ? new Slot(ids++, name, shape, dtype, Role.ACTIVATION, cover.id(), start)
                : root(name, shape, dtype, bytes);
        bytes += cover.bytes();
        Slot operand = slot;
        if (placement == Placement.BETWEEN && dtype == DType.F32) {
            operand = root(name, shape, dtype, bytes);
            bytes += cover.bytes();
        }
        slots.add(new CaseSlot(slot, operand, cover, start, bits));
        return operand;
    }

    /** The op, with what copies the values to where it works and back. */
    List<Op> around(Op op) {
        var ops = new ArrayList<Op>();
        var donors = new HashSet<Slot>();
        var results = new LinkedHashMap<Slot, CaseSlot>();
        for (CaseSlot each : slots) {
            if (each.isCopied()) {
                results.put(each.cover(), each);
                if (donors.add(each.cover())) {
                    ops.add(new MemoryOp.Copy(each.slot(), each.operand(), Write.SET));
                }
            }
        }
        ops.add(op);
        results.values().forEach(
                each -> ops.add(new MemoryOp.Copy(each.operand(), each.slot(), Write.SET)));
        return ops;
    }

    List<CaseSlot> all() {
        return slots;
    }

    MemoryPlan plan() {
        return new MemoryPlan(bytes, offsets, bytes, Map.of());
    }
}
