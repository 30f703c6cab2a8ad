package dev.hourglass.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layout of the one block that holds all parameters: those that decay first, then the others, each
 * aligned. Gradients and moments use the same layout, so an optimizer step covers any number of parameters
 * with at most two spans.
 */
final class ParameterBlock {
    private static final int ALIGNED_ELEMENTS = MemoryPlan.ALIGNMENT / DType.F32.bytes();

    /** A parameter as a layer declares it, before its place is known. */
    record Declared(String name, Shape shape, Initializer initial, Parameter.Decay decay) {
    }

    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private final int decayed;
    private final int elements;

    ParameterBlock(List<Declared> declared) {
        long end = 0;
        for (Declared each : inOrder(declared, Parameter.Decay.DECAYED)) {
            end = place(each, end);
        }
        decayed = Math.toIntExact(end);
        for (Declared each : inOrder(declared, Parameter.Decay.EXEMPT)) {
            end = place(each, end);
        }
        if (end > Integer.MAX_VALUE) {
            throw new PlanException("the model has more than 2^31 - 1 parameters");
        }
        elements = (int) end;
    }

    private static List<Declared> inOrder(List<Declared> declared, Parameter.Decay decay) {
        var chosen = new ArrayList<>(declared);
        chosen.removeIf(each -> each.decay() != decay);
        return chosen;
    }

    private long place(Declared each, long at) {
        offsets.put(each.name(), Math.toIntExact(at));
        long end = at + each.shape().elements();
        return (end + ALIGNED_ELEMENTS - 1) / ALIGNED_ELEMENTS * ALIGNED_ELEMENTS;
    }

    int offset(String name) {
        return offsets.get(name);
    }

    /** Elements of the leading span that weight decay touches. */
    int decayed() {
        return decayed;
    }

    /** Elements of the whole block, padding included; 0 when the model has no parameters. */
    int elements() {
        return elements;
    }
}
