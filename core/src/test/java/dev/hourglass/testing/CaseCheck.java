package dev.hourglass.testing;

import dev.hourglass.plan.Op;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.spi.Replay;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a test case on a backend and holds everything it may have touched against what it should be. */
public final class CaseCheck {
    private final Placement placement;
    private final Arithmetic arithmetic;
    private final CaseSlots slots;
    private final Op op;

    private CaseCheck(OpCase opCase, Placement placement, Arithmetic arithmetic) {
        this.placement = placement;
        this.arithmetic = arithmetic;
        this.slots = new CaseSlots(placement, arithmetic);
        this.op = opCase.build().apply(slots);
    }

    /**
     * Checks that compiling changes nothing, that the results are right, that nothing else is written, and
     * that a second run gives the same bits: once in memory of its own, compiled when the contents are there,
     * once as views, compiled before, and once between other ops.
     *
     * @throws AssertionError naming slot, element, expected and found
     */
    public static void check(Backend backend, OpCase opCase) {
        var oracle = new Oracle(opCase, backend.arithmetic());
        for (Placement placement : List.of(Placement.ROOTS, Placement.VIEWS, Placement.BETWEEN)) {
            try {
                new CaseCheck(opCase, placement, backend.arithmetic()).run(backend, oracle);
            } catch (AssertionError e) {
                throw new AssertionError(opCase.name() + " " + placement + ": " + e.getMessage(), e);
            }
        }
    }

    private void run(Backend backend, Oracle oracle) {
        try (Memory memory = backend.allocate(slots.plan())) {
            if (placement == Placement.ROOTS) {
                prepare(memory);
            }
            try (Replay replay = backend.compile(slots.around(op), memory)) {
                if (placement == Placement.ROOTS) {
                    checkNothingChanged(memory);
                }
                var first = runOnce(backend, memory, replay);
                checkResults(memory, oracle);
                checkSame(first, runOnce(backend, memory, replay));
            }
        }
    }

    private Map<String, int[]> runOnce(Backend backend, Memory memory, Replay replay) {
        prepare(memory);
        replay.run();
        backend.await();
        var contents = new HashMap<String, int[]>();
        slots.all().forEach(each -> contents.put(each.slot().name(), each.read(memory)));
        return contents;
    }

    private void checkNothingChanged(Memory memory) {
        for (CaseSlot each : slots.all()) {
            each.checkUnchanged(memory, "while compiling");
            each.checkGuards(memory, "while compiling");
        }
    }

    private void prepare(Memory memory) {
        slots.all().forEach(each -> each.prepare(memory));
    }

    private void checkResults(Memory memory, Oracle oracle) {
        for (CaseSlot each : slots.all()) {
            each.checkGuards(memory, "by the run");
            if (op.writes().contains(each.operand())) {
                checkValues(each, each.read(memory), oracle);
            } else if (slots.all().stream()
                    .noneMatch(
                            other -> op.writes().contains(other.operand()) && other.sharesPlaceWith(each))) {
                each.checkUnchanged(memory, "by the run");
            }
        }
    }

    private void checkValues(CaseSlot slot, int[] bits, Oracle oracle) {
        Tolerance tolerance = Tolerances.of(op, slot.operand(), arithmetic);
        double[] expected = oracle.expected(slot.slot().name());
        double[] magnitudes = tolerance.terms() == 0 ? expected : oracle.magnitudes(slot.slot().name());
        int wrong = 0;
        String first = "";
        for (int i = 0; i < bits.length; i++) {
            double found = slot.isFloat() ? Float.intBitsToFloat(bits[i]) : bits[i];
            double allowed = tolerance.allowed(expected[i], magnitudes[i]);
            if (!(Math.abs(found - rounded(slot, expected[i])) <= allowed)) {
                if (wrong++ == 0) {
                    first = " element " + i + ": expected " + expected[i] + ", found " + found + ", allowed "
                            + allowed;
                }
            }
        }
        if (wrong > 0) {
            throw new AssertionError(
                    op.name() + " " + slot.slot() + first + "; " + wrong + " of " + bits.length
                            + " are wrong");
        }
    }

    private static double rounded(CaseSlot slot, double expected) {
        return slot.isFloat() ? (float) expected : expected;
    }

    private static void checkSame(Map<String, int[]> first, Map<String, int[]> second) {
        first.forEach((name, bits) -> {
            if (!Arrays.equals(bits, second.get(name))) {
                throw new AssertionError("two runs from the same contents leave different bits in " + name);
            }
        });
    }
}
