package dev.hourglass.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestedDropoutTest {
    private static final int ROWS = 4000;

    /**
     * Out of the layer in "out", the gradient of its input for an upstream gradient of ones in "gradient".
     */
    private static Program program(int width, float full) {
        var shape = Shape.of(ROWS, width);
        return ProgramBuilder.build(1, builder -> {
            var train = builder.routine(Routine.TRAIN_STEP, Mode.TRAIN);
            Slot in = builder.parameter("in", shape, new Initializer.Constant(2), Decay.DECAYED);
            Slot out = new NestedDropout(full).lower(train, "layer", in);
            train.add(new MemoryOp.Copy(out, builder.port("out", shape, DType.F32, Role.RESULT), Write.SET));
            Slot ones = train.activation("ones", shape);
            train.add(new MemoryOp.Fill(1, ones));
            train.addAdjoint(out, ones);
            var infer = builder.routine(Routine.EVALUATE, Mode.INFER);
            Slot same = new NestedDropout(full).lower(infer, "layer", in);
            infer.add(
                    new MemoryOp.Copy(same, builder.port("same", shape, DType.F32, Role.RESULT), Write.SET));
        });
    }

    /** How many rows kept their first 1, 2, ... k numbers; every row is checked to be a prefix. */
    private static int[] kept(float[] out, int width, float value) {
        var counts = new int[width + 1];
        for (int row = 0; row < ROWS; row++) {
            int kept = 0;
            while (kept < width && out[row * width + kept] == value) {
                kept++;
            }
            for (int i = kept; i < width; i++) {
                assertEquals(0, out[row * width + i], "row " + row + " keeps a prefix only");
            }
            counts[kept]++;
        }
        return counts;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 20, 33})
    void keepsPrefixesOfEveryLengthEquallyOftenAndAllOftener(int width) {
        Program program = program(width, 0.5f);
        try (var backend = new ReferenceProvider().open(Options.standard().withThreads(1));
                Session session = Session.open(program, backend)) {
            session.initialise(1);
            session.write(program.port(Ports.STEP), 7);
            session.run(Routine.TRAIN_STEP);
            int[] counts = kept(session.read(program.port("out")), width, 2);
            assertEquals(0, counts[0], "the first number is always kept");
            for (int i = 1; i <= width; i++) {
                double share = 0.5 / width + (i == width ? 0.5 : 0);
                double deviation = Math.sqrt(ROWS * share * (1 - share));
                assertEquals(ROWS * share, counts[i], 4.5 * deviation, i + " of " + width);
            }
        }
    }

    @Test
    void theGradientPassesWhereTheNumbersDid() {
        Program program = program(5, 0.25f);
        Slot gradient = program.slots().stream().filter(each -> each.name().equals("∂in")).findFirst()
                .orElseThrow();
        try (var backend = new ReferenceProvider().open(Options.standard().withThreads(1));
                Session session = Session.open(program, backend)) {
            session.initialise(1);
            session.write(program.port(Ports.STEP), 1);
            session.run(Routine.TRAIN_STEP);
            float[] first = session.read(program.port("out"));
            float[] passed = session.read(gradient);
            for (int i = 0; i < first.length; i++) {
                assertEquals(first[i] / 2, passed[i]);
            }
            session.write(program.port(Ports.STEP), 2);
            session.run(Routine.TRAIN_STEP);
            assertFalse(Arrays.equals(first, session.read(program.port("out"))), "each step draws anew");
            session.run(Routine.EVALUATE);
            assertArrayEquals(session.read(program.parameters().getFirst().slot()),
                    session.read(program.port("same")), "no number is lost when the model is used");
        }
    }

    @Test
    void refusesSharesThatAreNone() {
        assertThrows(PlanException.class, () -> new NestedDropout(1));
        assertThrows(PlanException.class, () -> new NestedDropout(-0.1f));
        assertThrows(PlanException.class, () -> new NestedDropout(Float.NaN));
    }
}
