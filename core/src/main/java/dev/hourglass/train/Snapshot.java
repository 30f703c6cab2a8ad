package dev.hourglass.train;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A copy of all that decides how a training goes on, to replay steps from. Its memory is taken once. */
final class Snapshot implements AutoCloseable {
    private final Session session;
    private final List<Slot> slots;
    private final Arena arena = Arena.ofConfined();
    private final List<MemorySegment> copies = new ArrayList<>();
    private long steps;
    private long taken;

    Snapshot(Session session) {
        this.session = session;
        this.slots = new SessionState(session).slots();
        slots.forEach(each -> copies.add(arena.allocate(each.bytes(), Float.BYTES)));
    }

    /** @param number steps taken since training began */
    void take(long number) {
        for (int i = 0; i < copies.size(); i++) {
            session.read(slots.get(i), copies.get(i));
        }
        steps = number;
        taken = System.nanoTime();
    }

    /** Steps taken since training began. */
    long steps() {
        return steps;
    }

    /** Since it was taken. */
    double seconds() {
        return (System.nanoTime() - taken) / 1e9;
    }

    void restore() {
        for (int i = 0; i < copies.size(); i++) {
            session.write(slots.get(i), copies.get(i));
        }
    }

    /** Whether all weights of a session are finite now. */
    static boolean isFinite(Session session) {
        for (Parameter parameter : session.program().parameters()) {
            if (parameter.slot().dtype() == DType.F32 && strange(session, parameter.slot()).isPresent()) {
                return false;
            }
        }
        return true;
    }

    /** The first value of an F32 slot that is not finite. */
    static Optional<Float> strange(Session session, Slot slot) {
        try (Arena once = Arena.ofConfined()) {
            var values = once.allocate(slot.bytes(), Float.BYTES);
            session.read(slot, values);
            for (long i = 0; i < slot.elements(); i++) {
                float value = values.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                if (!Float.isFinite(value)) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
