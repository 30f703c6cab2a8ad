package dev.hourglass.testing;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.spi.Session;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One case of a golden file on a backend: slots that are filled from entries, ops between them, and slots
 * that are compared with entries.
 */
final class GoldenCase {
    private static final Routine ROUTINE = Routine.EVALUATE;

    private final GoldenFile file;
    private final String prefix;
    private final ProgramBuilder program;
    private final RoutineBuilder routine;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> expected = new LinkedHashMap<>();

    private GoldenCase(GoldenFile file, String prefix, ProgramBuilder program) {
        this.file = file;
        this.prefix = prefix;
        this.program = program;
        routine = program.routine(ROUTINE, Mode.TRAIN);
    }

    /** Builds the case, runs it once and compares every result; elements that nothing wrote are NaN. */
    static void check(Backend backend, GoldenFile file, String prefix, Consumer<GoldenCase> definition) {
        var built = new GoldenCase[1];
        Program program = ProgramBuilder.build(0, builder -> {
            built[0] = new GoldenCase(file, prefix, builder);
            definition.accept(built[0]);
        });
        try (var session = Session.open(program, backend)) {
            built[0].run(session, backend.arithmetic());
        }
    }

    private void run(Session session, Arithmetic arithmetic) {
        var ports = session.program().ports();
        expected.keySet().forEach(port -> {
            var nothing = new float[ports.get(port).elements()];
            Arrays.fill(nothing, Float.NaN);
            session.write(ports.get(port), nothing);
        });
        sources.forEach((port, entry) -> session.write(ports.get(port), file.floats(entry)));
        session.run(ROUTINE);
        expected.forEach(
                (port, entry) -> Golden.compare(entry, file.floats(entry), session.read(ports.get(port)),
                        Golden.op(arithmetic)));
    }

    int[] ints(String entry) {
        return file.ints(prefix + "/" + entry);
    }

    float[] floats(String entry) {
        return file.floats(prefix + "/" + entry);
    }

    Shape shape(String entry) {
        return file.shape(prefix + "/" + entry);
    }

    RoutineBuilder routine() {
        return routine;
    }

    /** A slot with the entry's values. */
    Slot in(String entry) {
        var slot = program.port(entry, shape(entry), DType.F32, Role.INPUT);
        sources.put(entry, prefix + "/" + entry);
        return slot;
    }

    /** A slot that must hold the entry's values afterwards. */
    Slot out(String entry) {
        var slot = program.port(entry, shape(entry), DType.F32, Role.RESULT);
        expected.put(entry, prefix + "/" + entry);
        return slot;
    }

    /** A slot that begins with one entry's values and must end with another's. */
    Slot inOut(String before, String after) {
        var slot = program.port(after, shape(before), DType.F32, Role.STATE);
        sources.put(after, prefix + "/" + before);
        expected.put(after, prefix + "/" + after);
        return slot;
    }

    /** A slot that is neither filled nor compared. */
    Slot scratch(Shape shape) {
        return routine.activation("scratch", shape);
    }
}
