package dev.hourglass.optim;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.ProgramBuilder.UpdateSpan;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.UpdateOp.AdamSettings;
import dev.hourglass.plan.UpdateOp.SgdSettings;
import dev.hourglass.plan.UpdateOp.StepControl;

/**
 * Lowers the end of a training step: the gradient's norm, clipping, and the optimizer over the parameter
 * block.
 */
public final class UpdateStep {
    private UpdateStep() {
    }

    /**
     * Slots that an optimizer step reads its changing numbers from. The step counter must have been advanced
     * before.
     */
    public static StepControl control(ProgramBuilder program) {
        return new StepControl(program.port(Ports.RATE, Shape.of(1), DType.F32, Role.CONTROL),
                program.port(Ports.GRADIENT_SCALE, Shape.of(1), DType.F32, Role.CONTROL),
                program.port(Ports.STEP, Shape.of(1), DType.I32, Role.CONTROL));
    }

    /** Appends the ops to a routine that has already computed all gradients. */
    public static void lower(RoutineBuilder routine, Optimizer optimizer, Clipping clipping) {
        var program = routine.program();
        var control = control(program);
        var norm = program.port(Ports.GRADIENT_NORM, Shape.of(1), DType.F32, Role.RESULT);
        program.gradients().ifPresent(grads -> routine.add(new UpdateOp.GradientNorm(grads, norm)));
        if (clipping instanceof Clipping.Norm(var limit)) {
            routine.add(new UpdateOp.ClipScale(limit, norm, control.scale()));
        }
        switch (optimizer) {
            case Optimizer.Sgd sgd -> program.updateSpans(sgd.weightDecay())
                    .forEach(span -> routine.add(sgd(sgd, program, span, control)));
            case Optimizer.Adam adam -> program.updateSpans(adam.weightDecay())
                    .forEach(span -> routine.add(adam(adam, program, span, control)));
        }
    }

    private static UpdateOp sgd(Optimizer.Sgd sgd, ProgramBuilder program, UpdateSpan span,
            StepControl control) {
        var settings = new SgdSettings(sgd.momentum(), sgd.kind(), span.weightDecay());
        return new UpdateOp.Sgd(settings, span.params(), span.grads(), program.moment("velocity", span),
                control);
    }

    private static UpdateOp adam(Optimizer.Adam adam, ProgramBuilder program, UpdateSpan span,
            StepControl control) {
        var settings = new AdamSettings(adam.betas().first(), adam.betas().second(), adam.epsilon(),
                span.weightDecay(), adam.decay());
        return new UpdateOp.Adam(settings, span.params(), span.grads(), program.moment("first", span),
                program.moment("second", span), control);
    }
}
