package dev.hourglass.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.nn.GroupedDense;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import org.junit.jupiter.api.Test;

class GroupedDenseTest {

    private static Program program(GroupedDense layer, int n, int width) {
        return ProgramBuilder.build(0, program -> {
            var routine = program.routine(Routine.ENCODE, Mode.INFER);
            var in = program.port("in", Shape.of(n, width), DType.F32, Role.INPUT);
            var out = layer.lower(routine, "layer", in);
            var result = program.port("out", out.shape(), DType.F32, Role.RESULT);
            routine.add(new MemoryOp.Copy(out, result, Write.SET));
        });
    }

    /** Against the sums written out. */
    @Test
    void groupsAreDenseLayersSideBySide() {
        int n = 3;
        int groups = 4;
        int inputs = 5;
        int units = 2;
        var program = program(GroupedDense.of(groups, units, new Activation.Tanh()), n, groups * inputs);
        assertEquals(Shape.of(n, groups * units), program.port("out").shape());
        try (var backend = new ReferenceProvider().open(Options.standard());
                var session = Session.open(program, backend)) {
            session.initialise(3);
            var bias = new float[groups * units];
            for (int i = 0; i < bias.length; i++) {
                bias[i] = 0.1f * i;
            }
            var slots = program.parameters();
            session.write(slots.get(1).slot(), bias);
            var x = new float[n * groups * inputs];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) Math.sin(i);
            }
            session.write(program.port("in"), x);
            session.run(Routine.ENCODE);
            float[] out = session.read(program.port("out"));
            float[] w = session.read(slots.get(0).slot());
            for (int row = 0; row < n; row++) {
                for (int unit = 0; unit < groups * units; unit++) {
                    double sum = bias[unit];
                    for (int i = 0; i < inputs; i++) {
                        sum += w[unit * inputs + i] * x[(row * groups + unit / units) * inputs + i];
                    }
                    assertEquals(Math.tanh(sum), out[row * groups * units + unit], 1e-6);
                }
            }
        }
    }

    @Test
    void rowsThatDoNotDivideAreRefused() {
        var e = assertThrows(PlanException.class, () -> program(GroupedDense.linear(4, 2), 3, 10));
        assertTrue(e.getMessage().contains("layer layer: 4 groups do not divide rows of 10 values"),
                e.getMessage());
    }
}
