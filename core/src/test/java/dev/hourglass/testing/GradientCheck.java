package dev.hourglass.testing;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.reference.Precision;
import dev.hourglass.reference.ReferenceBackend;
import dev.hourglass.reference.ReferenceMemory;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Replay;
import java.util.Set;
import java.util.TreeSet;
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
    private static final String VALUE = "value";
    private static final String UPSTREAM = "upstream";

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
        this.upstream = doubles(Contents.signed().values(UPSTREAM, program.port(UPSTREAM).elements()));
    }

    /**
     * Checks the gradient of ⟨u, f⟩ with respect to all parameters of f, for a fixed random u.
     *
     * @param definition appends f to a routine, declares its parameters and returns its result
     * @return names of the ops of the forward pass
     * @throws AssertionError naming parameter and element where the two differ by more than 1e-6
     */
    public static Set<String> check(Function<RoutineBuilder, Slot> definition) {
        Program program = ProgramBuilder.build(1, builder -> {
            var train = builder.routine(Routine.TRAIN_STEP, Mode.TRAIN);
            Slot out = definition.apply(train);
            Slot given = builder.port(UPSTREAM, out.shape(), DType.F32, Role.INPUT);
            Slot gradient = train.activation("gradient", out.shape());
            train.add(new MemoryOp.Copy(given, gradient, Write.SET));
            train.addAdjoint(out, gradient);
            var evaluate = builder.routine(Routine.EVALUATE, Mode.TRAIN);
            Slot value = definition.apply(evaluate);
            evaluate.add(new MemoryOp.Copy(value, builder.port(VALUE, value.shape(), DType.F32, Role.RESULT),
                    Write.SET));
        });
        try (var backend = new ReferenceBackend(Options.standard().withThreads(1), Precision.DOUBLE)) {
            new GradientCheck(program, backend).run();
        }
        var names = new TreeSet<String>();
        program.ops(Routine.EVALUATE).forEach(op -> names.add(op.name()));
        return names;
    }

    private void run() {
        memory.write(program.port(UPSTREAM), upstream);
        for (Parameter parameter : program.parameters()) {
            float[] values = Contents.signed().values(parameter.name(), parameter.slot().elements());
            memory.write(parameter.slot(), doubles(values));
        }
        backward.run();
        for (Parameter parameter : program.parameters()) {
            if (parameter.slot().role() == Role.PARAMETER) {
                check(parameter, memory.read(gradient(parameter)));
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
        double[] result = memory.read(program.port(VALUE));
        for (int at = 0; at < result.length; at++) {
            sum += upstream[at] * result[at];
        }
        return sum;
    }

    private Slot gradient(Parameter parameter) {
        return program.slots().stream()
                .filter(slot -> slot.role() == Role.GRADIENT && slot.name().equals("∂" + parameter.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no gradient reaches " + parameter.name()));
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
