package dev.hourglass.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Parameter.Decay;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramBuilderTest {
    private static final Initializer ZERO = new Initializer.Constant(0);

    @Test
    void parametersShareOneBlockDecayingOnesFirst() {
        var program = ProgramBuilder.build(1, builder -> {
            builder.parameter("bias", Shape.of(3), ZERO, Decay.EXEMPT);
            builder.parameter("matrix", Shape.of(70), ZERO, Decay.DECAYED);
            builder.parameter("filter", Shape.of(5), ZERO, Decay.DECAYED);
            var spans = builder.updateSpans(0.1f);
            if (!spans.isEmpty()) {
                assertEquals(2, spans.size());
                assertEquals(192, spans.getFirst().params().elements());
                assertEquals(0.1f, spans.getFirst().weightDecay());
                assertEquals(0, spans.getLast().weightDecay());
                assertEquals(192, spans.getLast().params().offset());
            }
        });
        var bias = slot(program, "bias");
        assertEquals(0, slot(program, "matrix").offset());
        assertEquals(128, slot(program, "filter").offset());
        assertEquals(192, bias.offset());
        assertEquals(bias.root(), slot(program, "matrix").root());
        assertEquals(78, program.trainedValues());
    }

    @Test
    void theSameNameWithAnotherShapeIsAnError() {
        var error = assertThrows(PlanException.class, () -> ProgramBuilder.build(1, builder -> {
            builder.parameter("w", Shape.of(3), ZERO, Decay.DECAYED);
            builder.parameter("w", Shape.of(4), ZERO, Decay.DECAYED);
        }));
        assertTrue(error.getMessage().contains("[3]") && error.getMessage().contains("[4]"),
                error.getMessage());
    }

    @Test
    void tiedWeightsAddTheirGradients() {
        var program = ProgramBuilder.build(1, builder -> {
            var routine = builder.routine(Routine.TRAIN_STEP, Mode.TRAIN);
            Slot x = builder.port(Ports.INPUT, Shape.of(2, 3), DType.F32, Role.INPUT);
            Slot w = builder.parameter("w", Shape.of(3, 3), ZERO, Decay.DECAYED);
            Slot once = routine.activation("once", x.shape());
            Slot twice = routine.activation("twice", x.shape());
            routine.add(gemm(x, w, once));
            routine.add(gemm(once, w, twice));
            Slot gradient = routine.activation("gradient", x.shape());
            routine.add(new MemoryOp.Fill(1, gradient));
            routine.addAdjoint(twice, gradient);
        });
        var toWeights = program.ops(Routine.TRAIN_STEP).stream().filter(op -> op instanceof MatrixOp.Gemm)
                .map(op -> (MatrixOp.Gemm) op).filter(op -> op.out().role() == Role.GRADIENT).toList();
        assertEquals(2, toWeights.size());
        assertEquals(Write.SET, toWeights.getFirst().write());
        assertEquals(Write.ADD, toWeights.getLast().write());
    }

    @Test
    void noGradientIsComputedTowardsTheInput() {
        var program = ProgramBuilder.build(1, builder -> {
            var routine = builder.routine(Routine.TRAIN_STEP, Mode.TRAIN);
            Slot x = builder.port(Ports.INPUT, Shape.of(2, 3), DType.F32, Role.INPUT);
            Slot y = routine.activation("y", Shape.of(2, 4));
            routine.add(gemm(x, builder.parameter("w", Shape.of(3, 4), ZERO, Decay.DECAYED), y));
            Slot gradient = routine.activation("gradient", y.shape());
            routine.add(new MemoryOp.Fill(1, gradient));
            routine.addAdjoint(y, gradient);
        });
        var ops = program.ops(Routine.TRAIN_STEP);
        assertEquals(List.of("Fill", "Gemm"), ops.stream().map(Op::name).toList(),
                "y itself is not read by anyone");
        assertEquals(Role.GRADIENT, ops.getLast().writes().getFirst().role());
    }

    private static Op gemm(Slot a, Slot b, Slot out) {
        return new MatrixOp.Gemm(a, MatrixOp.Layout.PLAIN, b, MatrixOp.Layout.PLAIN, out, Write.SET);
    }

    private static Slot slot(Program program, String name) {
        return program.parameters().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow().slot();
    }
}
