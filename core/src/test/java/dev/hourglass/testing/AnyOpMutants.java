package dev.hourglass.testing;

import dev.hourglass.plan.Op;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mistakes that every op can be made with. */
final class AnyOpMutants {

    private AnyOpMutants() {
    }

    static List<Mutant> all() {
        return List.of(
                Mutant.rewriting("ADD as SET", Op.class,
                        op -> Rewrite.parts(op, Write.class, write -> Write.SET)),
                Mutant.rewriting("SET as ADD", Op.class,
                        op -> op.reusable().isEmpty() ? Rewrite.parts(op, Write.class, write -> Write.ADD)
                                : op),
                Mutant.running("result not written", Op.class, (op, values, right) -> {
                    // Nothing is done.
                }),
                Mutant.running("last element unwritten", Op.class, (op, values, right) -> {
                    Slot out = op.writes().getFirst();
                    float last = values.floats(out)[out.elements() - 1];
                    right.run();
                    float[] after = values.floats(out);
                    after[out.elements() - 1] = last;
                    values.put(out, after);
                }),
                Mutant.running("one element too many written", Op.class, (op, values, right) -> {
                    right.run();
                    Slot out = op.writes().getFirst();
                    values.put(longer(out), Arrays.copyOf(values.floats(out), out.elements() + 1));
                }),
                Mutant.running("an input changed", Op.class, (op, values, right) -> {
                    right.run();
                    Slot first = op.reads().isEmpty() ? op.writes().getFirst() : op.reads().getFirst();
                    float[] changed = values.floats(first);
                    changed[0] += 1;
                    values.put(first, changed);
                }),
                Mutant.running("every second run differs in a bit", Op.class, new Flicker()),
                Mutant.running("inputs as they were when it was compiled", Op.class, new Stale()),
                Mutant.rewriting("views taken for aligned", Op.class,
                        op -> Rewrite.parts(op, Slot.class, AnyOpMutants::aligned)));
    }

    private static Slot longer(Slot slot) {
        return new Slot(slot.id(), slot.name(), Shape.of(slot.elements() + 1),
                slot.dtype(),
                slot.role(), slot.root(), slot.offset());
    }

    private static Slot aligned(Slot slot) {
        return new Slot(slot.id(), slot.name(), slot.shape(), slot.dtype(), slot.role(), slot.root(),
                slot.offset() / 64 * 64);
    }

    /** Changes the last bit of one result every other time. */
    private static final class Flicker implements Mutant.Mistake<Op> {
        private int runs;

        @Override
        public void run(Op op, Values values, Runnable right) {
            right.run();
            Slot out = op.writes().getFirst();
            float[] after = values.floats(out);
            if (runs++ % 2 == 1) {
                after[0] = Math.nextUp(after[0]);
                values.put(out, after);
            }
        }
    }

    /** Packs what an op reads when it is compiled. */
    private static final class Stale implements Mutant.Mistake<Op> {
        private final Map<Slot, int[]> packed = new HashMap<>();

        @Override
        public void compiled(Op op, Values values) {
            packed.clear();
            op.reads().forEach(slot -> packed.put(slot, values.bits(slot)));
        }

        @Override
        public void run(Op op, Values values, Runnable right) {
            var now = new HashMap<Slot, int[]>();
            op.reads().forEach(slot -> now.put(slot, values.bits(slot)));
            packed.forEach(values::put);
            right.run();
            now.forEach((slot, bits) -> {
                if (!op.writes().contains(slot)) {
                    values.put(slot, bits);
                }
            });
        }
    }
}
