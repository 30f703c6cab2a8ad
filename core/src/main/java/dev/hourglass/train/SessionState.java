package dev.hourglass.train;

import dev.hourglass.data.DataException;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The slots of a session whose contents decide how training goes on: weights and state, moments, what changes
 * from step to step, and the loss added up so far. Gradients, inputs and all other results are written before
 * a step reads them.
 */
final class SessionState {
    private static final String WEIGHTS = "weights/";
    private static final String SLOT = "slot/";

    private final Session session;
    private final Map<String, Slot> floats = new LinkedHashMap<>();
    private final Map<String, Slot> counters = new TreeMap<>();

    SessionState(Session session) {
        this.session = session;
        for (Parameter parameter : session.program().parameters()) {
            floats.put(WEIGHTS + parameter.name(), parameter.slot());
        }
        new TreeMap<>(session.program().ports()).forEach((name, slot) -> {
            if (goesOn(session.program(), slot)) {
                (slot.dtype() == DType.F32 ? floats : counters)
                        .put((slot.dtype() == DType.F32 ? SLOT : "") + name, slot);
            }
        });
    }

    private static boolean goesOn(Program program, Slot slot) {
        return slot.role() == Role.MOMENT || slot.role() == Role.CONTROL
                || slot.equals(program.ports().get(Ports.TRAIN_LOSS));
    }

    /** All of them. */
    List<Slot> slots() {
        return Stream.concat(floats.values().stream(), counters.values().stream()).toList();
    }

    Map<String, float[]> floats() {
        var values = new LinkedHashMap<String, float[]>();
        floats.forEach((name, slot) -> values.put(name, session.read(slot)));
        return values;
    }

    Map<String, Integer> counters() {
        var values = new TreeMap<String, Integer>();
        counters.forEach((name, slot) -> values.put(name, readInt(slot)));
        return values;
    }

    private int readInt(Slot slot) {
        var value = new int[1];
        session.read(slot, MemorySegment.ofArray(value));
        return value[0];
    }

    /** @throws DataException when the checkpoint has not what this program needs */
    void restore(Checkpoint checkpoint) {
        floats.forEach((name, slot) -> session.write(slot, checked(checkpoint, name, slot)));
        counters.forEach((name, slot) -> {
            Integer value = checkpoint.point().counters().get(name);
            if (value == null) {
                throw new DataException("the checkpoint has no counter " + name + ", expected "
                        + counters.keySet());
            }
            session.write(slot, new int[] {value});
        });
    }

    private static float[] checked(Checkpoint checkpoint, String name, Slot slot) {
        int found = checkpoint.names().contains(name) ? checkpoint.values(name).length : 0;
        if (found != slot.elements()) {
            throw new DataException("the checkpoint's array " + name + ": expected " + slot.elements()
                    + " values, found " + found);
        }
        return checkpoint.values(name);
    }
}
