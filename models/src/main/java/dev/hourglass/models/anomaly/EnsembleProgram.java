package dev.hourglass.models.anomaly;

import dev.hourglass.nn.GroupedDense;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Sequential;
import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.UpdateStep;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.Write;

/**
 * Lowers an ensemble to one program: the members are the groups of grouped layers, so a step trains all of
 * them at once. A row of the batch holds one row for each member, (n, members · features), and each of them
 * has its own weight in the loss.
 */
final class EnsembleProgram {
    /** F32 (n · members): squared error of each member's row, mean over its features. */
    static final String LOSSES = "losses";
    private static final float SLOPE = 0.3f;

    private final ProgramBuilder program;
    private final EnsembleSpec spec;
    private final int batch;
    private final Layer encoder;
    private final Layer decoder;

    private EnsembleProgram(ProgramBuilder program, EnsembleSpec spec, int batch) {
        this.program = program;
        this.spec = spec;
        this.batch = batch;
        int members = spec.members();
        this.encoder = Sequential.of(GroupedDense.of(members, spec.hidden(), new Activation.LeakyRelu(SLOPE)),
                GroupedDense.linear(members, spec.code()));
        this.decoder = Sequential.of(GroupedDense.of(members, spec.hidden(), new Activation.LeakyRelu(SLOPE)),
                GroupedDense.linear(members, spec.features()));
    }

    /**
     * TRAIN_STEP, and EVALUATE and ENCODE for losses, outputs and codes of a batch without a step.
     *
     * @param batch rows for each member in a step
     */
    static Program training(EnsembleSpec spec, int batch) {
        return ProgramBuilder.build(0, program -> {
            var lowering = new EnsembleProgram(program, spec, batch);
            lowering.trainStep();
            lowering.evaluate();
            lowering.encode();
        });
    }

    /** RECONSTRUCT: codes and outputs of a batch. */
    static Program inference(EnsembleSpec spec, int batch) {
        return ProgramBuilder.build(0, program -> new EnsembleProgram(program, spec, batch).reconstruct());
    }

    private Slot input() {
        return program.port(Ports.INPUT, Shape.of(batch, spec.members() * spec.features()), DType.F32,
                Role.INPUT);
    }

    private Slot weights() {
        return program.port(Ports.WEIGHTS, Shape.of(batch * spec.members()), DType.F32, Role.INPUT);
    }

    /** (n, members · features) as one row of the loss for each member. */
    private Slot rows(RoutineBuilder routine, Slot slot) {
        return routine.view(slot, Shape.of(batch * spec.members(), spec.features()));
    }

    private Slot forward(RoutineBuilder routine) {
        return decoder.lower(routine, "decoder", encoder.lower(routine, "encoder", input()));
    }

    private void trainStep() {
        var routine = program.routine(Routine.TRAIN_STEP, Mode.TRAIN);
        routine.add(new UpdateOp.Advance(UpdateStep.control(program).step()));
        Slot output = forward(routine);
        Slot rows = rows(routine, output);
        Slot losses = routine.activation(Ports.TRAIN_LOSS + "/rows", weights().shape());
        routine.add(new LossOp.SampleLoss(new Criterion.MeanSquaredError(), rows, rows(routine, input()),
                losses));
        Slot totals = program.port(Ports.TRAIN_LOSS, Shape.of(2), DType.F32, Role.RESULT);
        routine.add(new LossOp.WeightedSum(losses, weights(), totals, Write.ADD));
        Slot gradient = routine.activation("∂" + rows.name(), rows.shape());
        routine.add(new LossOp.LossGradient(new Criterion.MeanSquaredError(), rows, rows(routine, input()),
                weights(),
                gradient));
        routine.addAdjoint(rows, gradient);
        UpdateStep.lower(routine, Optimizer.Adam.of(1e-3f), new Clipping.None());
    }

    private void evaluate() {
        var routine = program.routine(Routine.EVALUATE, Mode.INFER);
        Slot losses = program.port(LOSSES, Shape.of(batch * spec.members()), DType.F32, Role.RESULT);
        Slot output = forward(routine);
        routine.add(new LossOp.SampleLoss(new Criterion.MeanSquaredError(), rows(routine, output),
                rows(routine, input()), losses));
        result(routine, output, Ports.OUTPUT);
    }

    private void encode() {
        var routine = program.routine(Routine.ENCODE, Mode.INFER);
        result(routine, encoder.lower(routine, "encoder", input()), Ports.CODE);
    }

    private void reconstruct() {
        var routine = program.routine(Routine.RECONSTRUCT, Mode.INFER);
        Slot code = encoder.lower(routine, "encoder", input());
        result(routine, code, Ports.CODE);
        result(routine, decoder.lower(routine, "decoder", code), Ports.OUTPUT);
    }

    private void result(RoutineBuilder routine, Slot values, String name) {
        Slot result = program.port(name, values.shape(), DType.F32, Role.RESULT);
        routine.add(new MemoryOp.Copy(values, result, Write.SET));
    }
}
