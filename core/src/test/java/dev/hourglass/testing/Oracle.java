package dev.hourglass.testing;

import dev.hourglass.plan.Op;
import dev.hourglass.reference.Precision;
import dev.hourglass.reference.ReferenceBackend;
import dev.hourglass.reference.ReferenceMemory;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a test case's slots should hold afterwards, from the reference backend in double. */
final class Oracle {
    private enum Inputs {
        AS_THEY_ARE, ABSOLUTE
    }

    private final OpCase opCase;
    private final Arithmetic arithmetic;
    private final Map<String, double[]> expected;
    private Map<String, double[]> magnitudes;

    /** @param arithmetic decides what the slots hold at first, see {@link CaseSlots} */
    Oracle(OpCase opCase, Arithmetic arithmetic) {
        this.opCase = opCase;
        this.arithmetic = arithmetic;
        this.expected = run(Inputs.AS_THEY_ARE);
    }

    /** What a slot holds after a run. */
    double[] expected(String slot) {
        return expected.get(slot);
    }

    /**
     * The same for the absolute values of all inputs: where the op sums products, the sum of its terms'
     * sizes.
     */
    double[] magnitudes(String slot) {
        if (magnitudes == null) {
            magnitudes = run(Inputs.ABSOLUTE);
        }
        return magnitudes.get(slot);
    }

    private Map<String, double[]> run(Inputs inputs) {
        var slots = new CaseSlots(Placement.APART, arithmetic);
        Op op = opCase.build().apply(slots);
        try (var backend = new ReferenceBackend(Options.standard().withThreads(1), Precision.DOUBLE);
                ReferenceMemory memory = backend.allocate(slots.plan())) {
            for (CaseSlot each : slots.all()) {
                each.prepare(memory);
                if (inputs == Inputs.ABSOLUTE && each.isFloat()) {
                    memory.write(each.slot(), absolute(memory.read(each.slot())));
                }
            }
            try (var replay = backend.compile(List.of(op), memory)) {
                replay.run();
            }
            var values = new HashMap<String, double[]>();
            slots.all().forEach(each -> values.put(each.slot().name(), memory.read(each.slot())));
            return values;
        }
    }

    private static double[] absolute(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        return values;
    }
}
