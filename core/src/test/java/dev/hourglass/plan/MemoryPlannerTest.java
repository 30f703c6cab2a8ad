package dev.hourglass.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {
    private static final Activation RELU = new Activation.Relu();

    @Test
    void aChainOfElementWiseOpsStaysInOnePlace() {
        var program = ProgramBuilder.build(1, builder -> {
            var routine = builder.routine(Routine.EVALUATE, Mode.INFER);
            Slot in = builder.port(Ports.INPUT, Shape.of(8, 100), DType.F32, Role.INPUT);
            Slot slot = in;
            for (int i = 0; i < 5; i++) {
                Slot next = routine.activation("a" + i, in.shape());
                routine.add(new PointwiseOp.Activate(RELU, slot, next));
                slot = next;
            }
            routine.add(
                    new MemoryOp.Copy(slot, builder.port(Ports.OUTPUT, in.shape(), DType.F32, Role.RESULT),
                            Write.SET));
        });
        assertEquals(MemoryPlan.align(8 * 100 * 4), program.plan().byRole().get(Role.ACTIVATION));
    }

    @Test
    void aValueThatIsReadLaterKeepsItsPlace() {
        var program = ProgramBuilder.build(1, builder -> {
            var routine = builder.routine(Routine.EVALUATE, Mode.INFER);
            Slot in = builder.port(Ports.INPUT, Shape.of(64), DType.F32, Role.INPUT);
            Slot kept = routine.activation("kept", in.shape());
            Slot other = routine.activation("other", in.shape());
            routine.add(new PointwiseOp.Activate(RELU, in, kept));
            routine.add(new PointwiseOp.Activate(RELU, kept, other));
            Slot out = builder.port(Ports.OUTPUT, in.shape(), DType.F32, Role.RESULT);
            routine.add(new PointwiseOp.Multiply(kept, other, out, Write.SET));
        });
        assertNotEquals(place(program, "kept"), place(program, "other"));
    }

    @Test
    void readingWhatWasNeverWrittenIsAnError() {
        var error = assertThrows(PlanException.class, () -> ProgramBuilder.build(1, builder -> {
            var routine = builder.routine(Routine.EVALUATE, Mode.INFER);
            Slot never = routine.activation("never", Shape.of(4));
            Slot out = builder.port(Ports.OUTPUT, Shape.of(4), DType.F32, Role.RESULT);
            routine.add(new MemoryOp.Copy(never, out, Write.SET));
        }));
        assertTrue(error.getMessage().contains("never"), error.getMessage());
    }

    /**
     * Random programs: two slots whose lifetimes overlap never overlap in memory, but for results in their
     * input's place.
     */
    @Test
    void noTwoLivingSlotsShareMemory() {
        for (int seed = 0; seed < 200; seed++) {
            int number = seed;
            var program = ProgramBuilder.build(seed,
                    builder -> randomRoutine(builder, new PhiloxGenerator(number, Streams.TESTING.id(), 0)));
            check(program, program.ops(Routine.EVALUATE));
        }
    }

    private static void randomRoutine(ProgramBuilder builder, PhiloxGenerator random) {
        var routine = builder.routine(Routine.EVALUATE, Mode.INFER);
        var live = new ArrayList<Slot>();
        live.add(builder.port(Ports.INPUT, Shape.of(16, 8), DType.F32, Role.INPUT));
        for (int i = 0; i < 30; i++) {
            Slot a = live.get(random.nextInt(live.size()));
            Slot b = live.get(random.nextInt(live.size()));
            Slot out = routine.activation("s" + i, a.shape());
            switch (random.nextInt(3)) {
                case 0 -> routine.add(new PointwiseOp.Activate(RELU, a, out));
                case 1 -> routine.add(new PointwiseOp.Multiply(a, b, out, Write.SET));
                default -> routine.add(new MemoryOp.Copy(a, out, Write.SET));
            }
            live.add(random.nextInt(2) == 0 ? out : routine.view(out, Shape.of(8, 16)));
        }
        Slot out = builder.port(Ports.OUTPUT, live.getFirst().shape(), DType.F32, Role.RESULT);
        live.forEach(slot -> routine.add(new PointwiseOp.Scale(slot, 1, out, Write.ADD)));
    }

    private static void check(Program program, List<Op> ops) {
        Map<Integer, int[]> lifetimes = new HashMap<>();
        for (int i = 0; i < ops.size(); i++) {
            var touched = new ArrayList<>(ops.get(i).reads());
            touched.addAll(ops.get(i).writes());
            for (Slot slot : touched) {
                int at = i;
                lifetimes.computeIfAbsent(slot.root(), key -> new int[] {at, at})[1] = i;
            }
        }
        for (var a : lifetimes.entrySet()) {
            for (var b : lifetimes.entrySet()) {
                Slot first = program.slots().get(a.getKey());
                Slot second = program.slots().get(b.getKey());
                boolean both = !first.role().persistent() && !second.role().persistent()
                        && first.id() < second.id();
                if (both && a.getValue()[0] < b.getValue()[1] && b.getValue()[0] < a.getValue()[1]) {
                    assertFalse(share(program, first, second), first + " and " + second + " share memory");
                }
            }
        }
    }

    private static boolean share(Program program, Slot first, Slot second) {
        long a = program.plan().offset(first);
        long b = program.plan().offset(second);
        return a < b + second.bytes() && b < a + first.bytes();
    }

    private static long place(Program program, String name) {
        return program.plan()
                .offset(program.slots().stream().filter(slot -> slot.name().equals(name)).findFirst()
                        .orElseThrow());
    }
}
