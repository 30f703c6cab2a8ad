package dev.hourglass.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;
import dev.hourglass.reference.Precision;
import dev.hourglass.reference.ReferenceBackend;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Runs programs of many ops on a backend and on the reference. */
final class ProgramCheck {
    /** A few steps let the roundings of one step grow; Adam divides them by small numbers. */
    private static final Golden.Bound STEPS = new Golden.Bound(1e-4, 1e-4, 1e-6);

    private ProgramCheck() {
    }

    /** A function's value and the gradients of all its parameters. */
    static void checkGradients(Backend backend, Function<RoutineBuilder, Slot> definition) {
        Program program = Programs.differentiated(definition);
        Map<String, float[]> expected;
        try (var reference = reference()) {
            expected = gradients(program, reference);
        }
        var found = gradients(program, backend);
        expected.forEach((name, values) -> Golden.compare(name, values, found.get(name), Golden.OP));
    }

    private static Map<String, float[]> gradients(Program program, Backend backend) {
        var results = new LinkedHashMap<String, float[]>();
        try (Session session = Session.open(program, backend)) {
            Slot upstream = program.port(Programs.UPSTREAM);
            session.write(upstream, Contents.signed().values(Programs.UPSTREAM, upstream.elements()));
            for (Parameter each : program.parameters()) {
                session.write(each.slot(), Contents.signed().values(each.name(), each.slot().elements()));
            }
            session.run(Routine.TRAIN_STEP);
            for (Parameter each : program.parameters()) {
                if (each.slot().role() == Role.PARAMETER) {
                    Slot gradient = Programs.gradient(program, each);
                    results.put(gradient.name(), session.read(gradient));
                }
            }
            session.run(Routine.EVALUATE);
            results.put(Programs.VALUE, session.read(program.port(Programs.VALUE)));
        }
        return results;
    }

    /** Some training steps: the losses, and bit for bit the same weights a second time. */
    static void checkTraining(Backend backend, TrainingProgram training) {
        TrainingProgram.Run expected;
        try (var reference = reference()) {
            expected = training.run(reference);
        }
        var found = training.run(backend);
        Golden.compare("losses", expected.losses(), found.losses(), STEPS);
        Golden.compare("weights", expected.weights(), found.weights(), STEPS);
        var again = training.run(backend);
        assertArrayEquals(found.losses(), again.losses(), "losses of a second run");
        assertArrayEquals(found.weights(), again.weights(), "weights after a second run");
    }

    private static ReferenceBackend reference() {
        return new ReferenceBackend(Options.standard().withThreads(1), Precision.SINGLE);
    }
}
