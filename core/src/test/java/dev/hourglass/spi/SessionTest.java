package dev.hourglass.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.testing.RecordingBackend;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Shape SHAPE = Shape.of(3);

    private final RecordingBackend backend = new RecordingBackend(
            new ReferenceProvider().open(Options.standard().withThreads(1)));

    @AfterEach
    void close() {
        backend.close();
    }

    /** output = input · parameter in one routine, output = input in the other. */
    private static Program program() {
        return ProgramBuilder.build(1, builder -> {
            Slot in = builder.port("input", SHAPE, DType.F32, Role.INPUT);
            Slot out = builder.port("output", SHAPE, DType.F32, Role.RESULT);
            Slot factor = builder.parameter("factor", SHAPE, new Initializer.Constant(2), Decay.EXEMPT);
            builder.routine(Routine.ENCODE, Mode.INFER)
                    .add(new PointwiseOp.Multiply(in, factor, out, Write.SET));
            builder.routine(Routine.DECODE, Mode.INFER).add(new MemoryOp.Copy(in, out, Write.SET));
        });
    }

    @Test
    void allocatesOnceCompilesEveryRoutineOnceAndGivesEverythingBack() {
        Program program = program();
        try (Session session = Session.open(program, backend)) {
            session.run(Routine.DECODE);
            session.run(Routine.DECODE);
        }
        var expected = List.of("allocate " + program.plan().bytes(), "compile Multiply", "compile Copy",
                "run Copy",
                "run Copy", "close Multiply", "close Copy", "close memory");
        assertEquals(expected, backend.calls());
    }

    @Test
    void computesWithWhatIsWritten() {
        Program program = program();
        try (Session session = Session.open(program, backend)) {
            session.initialise(1);
            session.write(program.port("input"), 1f, -2f, 3f);
            session.run(Routine.ENCODE);
            assertArrayEquals(new float[] {2, -4, 6}, session.read(program.port("output")));
        }
    }

    @Test
    void refusesValuesOfAnotherSize() {
        Program program = program();
        try (Session session = Session.open(program, backend)) {
            var error = assertThrows(IllegalArgumentException.class,
                    () -> session.write(program.port("input"), 1f, 2f));
            assertTrue(error.getMessage().contains("12 bytes") && error.getMessage().contains("8"),
                    error.getMessage());
        }
    }

    @Test
    void namesTheRoutinesThereAreWhenOneIsMissing() {
        try (Session session = Session.open(program(), backend)) {
            var error = assertThrows(PlanException.class, () -> session.run(Routine.TRAIN_STEP));
            assertTrue(error.getMessage().contains("ENCODE"), error.getMessage());
        }
    }

    @Test
    void givesItsMemoryBackWhenARoutineCannotBeCompiled() {
        var failing = new Backend() {
            @Override
            public DeviceInfo device() {
                return backend.device();
            }

            @Override
            public Memory allocate(MemoryPlan plan) {
                return backend.allocate(plan);
            }

            @Override
            public Replay compile(List<Op> ops, Memory memory) {
                if (ops.getFirst() instanceof MemoryOp.Copy) {
                    throw new BackendException("no kernel");
                }
                return backend.compile(ops, memory);
            }

            @Override
            public void await() {
                backend.await();
            }

            @Override
            public void close() {
                backend.close();
            }
        };
        assertThrows(BackendException.class, () -> Session.open(program(), failing));
        assertTrue(backend.calls().containsAll(List.of("close Multiply", "close memory")),
                backend.calls().toString());
    }
}
