package dev.hourglass.train;

import dev.hourglass.data.DataException;
import dev.hourglass.plan.Parameter;
import dev.hourglass.spi.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A copy of all parameters and state of a session, to go back to. Its memory is taken once. */
final class Weights implements AutoCloseable {
    private static final String KEPT = "kept/";

    private final Session session;
    private final Arena arena = Arena.ofConfined();
    private final List<MemorySegment> copies = new ArrayList<>();

    Weights(Session session) {
        this.session = session;
        for (Parameter parameter : session.program().parameters()) {
            copies.add(arena.allocate(parameter.slot().bytes(), Float.BYTES));
        }
        take();
    }

    void take() {
        for (int i = 0; i < copies.size(); i++) {
            session.read(session.program().parameters().get(i).slot(), copies.get(i));
        }
    }

    void restore() {
        for (int i = 0; i < copies.size(); i++) {
            session.write(session.program().parameters().get(i).slot(), copies.get(i));
        }
    }

    /** The copies by name, for a checkpoint. */
    Map<String, float[]> floats() {
        var floats = new LinkedHashMap<String, float[]>();
        for (int i = 0; i < copies.size(); i++) {
            floats.put(name(i), copies.get(i).toArray(ValueLayout.JAVA_FLOAT));
        }
        return floats;
    }

    /** Takes over the copies of a checkpoint. */
    void take(Checkpoint checkpoint) {
        for (int i = 0; i < copies.size(); i++) {
            float[] values = checkpoint.names().contains(name(i)) ? checkpoint.values(name(i)) : new float[0];
            if (values.length * (long) Float.BYTES != copies.get(i).byteSize()) {
                throw new DataException("the checkpoint's array " + name(i) + ": expected "
                        + copies.get(i).byteSize() / Float.BYTES + " values, found " + values.length);
            }
            MemorySegment.copy(values, 0, copies.get(i), ValueLayout.JAVA_FLOAT, 0, values.length);
        }
    }

    private String name(int index) {
        return KEPT + session.program().parameters().get(index).name();
    }

    @Override
    public void close() {
        arena.close();
    }
}
