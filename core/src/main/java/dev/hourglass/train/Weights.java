package dev.hourglass.train;

import dev.hourglass.plan.Parameter;
import dev.hourglass.spi.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A copy of all parameters and state of a session, to go back to. Its memory is taken once. */
final class Weights implements AutoCloseable {
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

    @Override
    public void close() {
        arena.close();
    }
}
