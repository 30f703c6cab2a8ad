package dev.hourglass.plan;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A model, lowered: routines of ops over slots whose places are known. Nothing in it changes any more.
 *
 * @param slots      every slot, indexed by its id
 * @param ports      persistent slots by name, for host access
 * @param parameters what is stored with the model: trained parameters and state, in the order they were
 *                   declared
 * @param routines   ops of each routine
 * @param plan       memory layout
 */
public record Program(List<Slot> slots, Map<String, Slot> ports, List<Parameter> parameters,
        Map<Routine, List<Op>> routines, MemoryPlan plan) {

    public Program {
        slots = List.copyOf(slots);
        ports = Map.copyOf(ports);
        parameters = List.copyOf(parameters);
        var copied = new EnumMap<Routine, List<Op>>(Routine.class);
        routines.forEach((routine, ops) -> copied.put(routine, List.copyOf(ops)));
        routines = Collections.unmodifiableMap(copied);
    }

    /** The port of that name. */
    public Slot port(String name) {
        Slot slot = ports.get(name);
        if (slot == null) {
            throw new PlanException(
                    "the program has no slot '" + name + "'; it has " + ports.keySet().stream()
                            .sorted().toList());
        }
        return slot;
    }

    /** Ops of a routine. */
    public List<Op> ops(Routine routine) {
        List<Op> ops = routines.get(routine);
        if (ops == null) {
            throw new PlanException(
                    "the program has no routine " + routine + "; it has " + routines.keySet());
        }
        return ops;
    }

    /** Number of trained values, padding not counted. */
    public long trainedValues() {
        return parameters.stream().filter(each -> each.slot().role() == Role.PARAMETER)
                .mapToLong(each -> each.slot().elements()).sum();
    }
}
