package dev.hourglass.testing;

import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;
import dev.hourglass.reference.Precision;
import dev.hourglass.reference.ReferenceBackend;
import dev.hourglass.reference.ReferenceMemory;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Replay;
import java.util.function.Function;

/**
 * Compares the backward pass that core derives from a forward one with central differences of the forward
 * pass, both on the reference backend in double.
 */
public final class GradientCheck {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-6;
    /** Elements of a parameter that are moved, spread over it. */
    private static final int PROBES = 60;

    private final Program program;
    private final ReferenceMemory memory;
    private final Replay forward;
    private final Replay backward;
    private final double[] upstream;

    private GradientCheck(Program program, ReferenceBackend backend) {
        this.program = program;
        this.memory = backend.allocate(program.plan());
        this.forward = backend.compile(program.ops(Routine.EVALUATE), memory);
        this.backward = backend.compile(program.ops(Routine.TRAIN_STEP), memory);
        int elements = program.port(Programs.UPSTREAM).elements();
        this.upstream = doubles(Contents.signed().values(Programs.UPSTREAM, elements));
    }

    /**
     * Checks the gradient of ⟨u, f⟩ with respect to all parameters of f, for a fixed random u and parameters
     * in [−1, 1).
     *
     * @param definition appends f to a routine, declares its parameters and returns its result
     * @throws AssertionError naming parameter and element where the two differ by more than 1e-6
     */
    public static void check(Function<RoutineBuilder, Slot> definition) {
        Program program = Programs.differentiated(definition);
        try (var backend = new ReferenceBackend(Options.standard().withThreads(1), Precision.DOUBLE)) {
            new GradientCheck(program, backend).run();
        }
    }

    private void run() {
        memory.write(program.port(Programs.UPSTREAM), upstream);
        for (Parameter parameter : program.parameters()) {
            float[] values = Contents.signed().values(parameter.name(), parameter.slot().elements());
            memory.write(parameter.slot(), doubles(values));
        }
        backward.run();
        for (Parameter parameter : program.parameters()) {
            if (parameter.slot().role() == Role.PARAMETER) {
                check(parameter, memory.read(Programs.gradient(program, parameter)));
            }
        }
    }

    private void check(Parameter parameter, double[] gradient) {
        double[] values = memory.read(parameter.slot());
        int stride = Math.max(1, values.length / PROBES);
        for (int i = 0; i < values.length; i += stride) {
            double kept = values[i];
            double above = valueAt(parameter.slot(), values, i, kept + STEP);
            double below = valueAt(parameter.slot(), values, i, kept - STEP);
            valueAt(parameter.slot(), values, i, kept);
            double expected = (above - below) / (2 * STEP);
            if (!(Math.abs(gradient[i] - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
                throw new AssertionError("gradient of " + parameter.slot() + " element " + i
                        + ": by differences " + expected + ", by the backward pass " + gradient[i]);
            }
        }
    }

    private double valueAt(Slot parameter, double[] values, int i, double value) {
        values[i] = value;
        memory.write(parameter, values);
        forward.run();
        double sum = 0;
        double[] result = memory.read(program.port(Programs.VALUE));
        for (int at = 0; at < result.length; at++) {
            sum += upstream[at] * result[at];
        }
        return sum;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
