package dev.hourglass.models;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;

/** Runs a corruption on its own. */
final class Corrupted implements AutoCloseable {
    private final Session session;

    private Corrupted(Session session) {
        this.session = session;
    }

    /** @param images shape of a batch */
    static Corrupted open(Corruption corruption, Shape images, Backend backend) {
        return new Corrupted(Session.open(program(corruption, images), backend));
    }

    private static Program program(Corruption corruption, Shape images) {
        return ProgramBuilder.build(7, program -> {
            var routine = program.routine(Routine.EVALUATE, Mode.INFER);
            var input = program.port(Ports.INPUT, images, DType.F32, Role.INPUT);
            var result = program.port(Ports.CORRUPTED, images, DType.F32, Role.RESULT);
            routine.add(new MemoryOp.Copy(corruption.lower(routine, input), result, Write.SET));
        });
    }

    /** @param draw which of the draws; the same one gives the same numbers */
    float[] of(float[] clean, int draw) {
        session.write(session.program().port(Ports.INPUT), clean);
        var counter = session.program().ports().get(Ports.DRAW);
        if (counter != null) {
            session.write(counter, draw);
        }
        session.run(Routine.EVALUATE);
        return session.read(session.program().port(Ports.CORRUPTED));
    }

    @Override
    public void close() {
        session.close();
    }
}
