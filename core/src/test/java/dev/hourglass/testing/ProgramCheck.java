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
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.spi.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Runs programs of many ops on a backend and on the reference. */
final class ProgramCheck {
    /** A few steps let the roundings of one step grow; Adam divides them by small numbers. */
    private static final Golden.Bound STEPS = new Golden.Bound(1e-4, 1e-4, 1e-6);
    private static final Golden.Bound MIXED_LOSSES = new Golden.Bound(1e-2, 0, 0);
    /**
     * In MIXED the weights are compared as a whole, by the length of the difference: where a gradient is next
     * to nothing, its rounding decides whether Adam goes up or down.
     */
    private static final double MIXED_WEIGHTS = 2e-2;
    /**
     * So are gradients, of which roundings on the way send some elsewhere: to another maximum of a pool, to
     * the other side of a ReLU. All of them together, and each parameter's, which may be a small sum of large
     * terms. Found were 0.03 and 0.13 at most, with overlapping max-pools 0.14 and 0.23; what is taken from a
     * wrong place is off by 1.
     */
    private static final double MIXED_GRADIENTS = 0.2;
    private static final double MIXED_GRADIENT = 0.3;

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
        if (backend.arithmetic() == Arithmetic.MIXED) {
            expected.forEach(
                    (name, values) -> checkDistance(name, values, found.get(name), MIXED_GRADIENT));
            checkDistance("all gradients", joined(expected), joined(found), MIXED_GRADIENTS);
        } else {
            expected.forEach((name, values) -> Golden.compare(name, values, found.get(name),
                    Golden.op(backend.arithmetic())));
        }
    }

    private static float[] joined(Map<String, float[]> arrays) {
        var all = new float[arrays.values().stream().mapToInt(each -> each.length).sum()];
        int at = 0;
        for (float[] each : arrays.values()) {
            System.arraycopy(each, 0, all, at, each.length);
            at += each.length;
        }
        return all;
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
        if (backend.arithmetic() == Arithmetic.MIXED) {
            Golden.compare("losses", expected.losses(), found.losses(), MIXED_LOSSES);
            checkDistance("weights", expected.weights(), found.weights(), MIXED_WEIGHTS);
        } else {
            Golden.compare("losses", expected.losses(), found.losses(), STEPS);
            Golden.compare("weights", expected.weights(), found.weights(), STEPS);
        }
        var again = training.run(backend);
        assertArrayEquals(found.losses(), again.losses(), "losses of a second run");
        assertArrayEquals(found.weights(), again.weights(), "weights after a second run");
    }

    private static void checkDistance(String name, float[] expected, float[] found, double allowed) {
        double distance = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            distance += Math.pow((double) found[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        double share = Math.sqrt(distance / length);
        if (!(share <= allowed)) {
            throw new AssertionError(name + ": " + share + " of their length off, allowed " + allowed);
        }
    }

    private static ReferenceBackend reference() {
        return new ReferenceBackend(Options.standard().withThreads(1), Precision.SINGLE);
    }
}
