package dev.hourglass.models;

import dev.hourglass.models.AutoencoderRows.Decoded;
import dev.hourglass.optim.UpdateStep;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.PointwiseOp;
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
import java.util.Optional;

/** Lowers autoencoders to programs. */
public final class AutoencoderProgram {
    /** Metric: mean squared error of the output. */
    public static final String MSE = "mse";
    /** Metric: mean squared error of the input as the encoder saw it. */
    public static final String NOISY_MSE = "noisyMse";
    /** Metric: binary cross-entropy of the output, where the model ends in a sigmoid. */
    public static final String BCE = "bce";
    /** Metric: the training criterion. */
    public static final String LOSS = "loss";

    private final ProgramBuilder program;
    private final AutoencoderRows rows;

    private AutoencoderProgram(ProgramBuilder program, Autoencoder model, int batch) {
        this.program = program;
        this.rows = new AutoencoderRows(model, batch);
    }

    /** All five routines, for training and everything that is done with a model while it trains. */
    public static Program training(Autoencoder model, Objective objective, int batch, long seed) {
        return ProgramBuilder.build(seed, program -> {
            var lowering = new AutoencoderProgram(program, model, batch);
            lowering.trainStep(objective);
            lowering.evaluate(objective);
            lowering.inference();
        });
    }

    /** ENCODE, DECODE and RECONSTRUCT only: no gradients, no moments. */
    public static Program inference(Autoencoder model, int batch) {
        return ProgramBuilder.build(0, program -> new AutoencoderProgram(program, model, batch).inference());
    }

    private void trainStep(Objective objective) {
        var routine = program.routine(Routine.TRAIN_STEP, Mode.TRAIN);
        routine.add(new UpdateOp.Advance(UpdateStep.control(program).step()));
        Slot input = input();
        Slot target = objective.corruption().target(routine, input);
        var output = rows.reconstruct(routine, objective.corruption().lower(routine, input));
        Slot prediction = prediction(routine, objective.criterion(), output);
        loss(routine, objective.criterion(), prediction, target, Ports.TRAIN_LOSS);
        Slot gradient = routine.activation("∂" + prediction.name(), prediction.shape());
        routine.add(new LossOp.LossGradient(objective.criterion(), prediction, target, weights(), gradient));
        routine.addAdjoint(prediction, gradient);
        UpdateStep.lower(routine, objective.optimizer(), objective.clipping());
    }

    private void evaluate(Objective objective) {
        var routine = program.routine(Routine.EVALUATE, Mode.INFER);
        Slot input = input();
        Slot target = objective.corruption().target(routine, input);
        Slot corrupted = objective.corruption().lower(routine, input);
        var output = rows.reconstruct(routine, corrupted);
        var mse = new Criterion.MeanSquaredError();
        loss(routine, objective.criterion(), prediction(routine, objective.criterion(), output), target,
                Ports.metric(LOSS));
        loss(routine, mse, output.rows(), target, Ports.metric(MSE));
        logits(routine, output)
                .ifPresent(logits -> loss(routine, new Criterion.BinaryCrossEntropy(), logits, target,
                        Ports.metric(BCE)));
        loss(routine, mse, corrupted, target, Ports.metric(NOISY_MSE));
        result(routine, corrupted, Ports.CORRUPTED);
        result(routine, output.rows(), Ports.OUTPUT);
    }

    private void inference() {
        var encode = program.routine(Routine.ENCODE, Mode.INFER);
        Slot code = rows.encode(encode, input());
        result(encode, code, Ports.CODE);
        var decode = program.routine(Routine.DECODE, Mode.INFER);
        Slot given = program.port(Ports.CODE_INPUT, code.shape(), DType.F32, Role.INPUT);
        result(decode, rows.decode(decode, given).rows(), Ports.OUTPUT);
        var reconstruct = program.routine(Routine.RECONSTRUCT, Mode.INFER);
        result(reconstruct, rows.reconstruct(reconstruct, input()).rows(), Ports.OUTPUT);
    }

    private Slot input() {
        return program.port(Ports.INPUT, rows.shape(), DType.F32, Role.INPUT);
    }

    private Slot weights() {
        return program.port(Ports.WEIGHTS, Shape.of(rows.shape().extent(0)), DType.F32, Role.INPUT);
    }

    private void loss(RoutineBuilder routine, Criterion criterion, Slot prediction, Slot target,
            String total) {
        Slot losses = routine.activation(total + "/rows", Shape.of(prediction.shape().extent(0)));
        routine.add(new LossOp.SampleLoss(criterion, prediction, target, losses));
        Slot totals = program.port(total, Shape.of(2), DType.F32, Role.RESULT);
        routine.add(new LossOp.WeightedSum(losses, weights(), totals, Write.ADD));
    }

    private void result(RoutineBuilder routine, Slot values, String name) {
        Slot result = program.port(name, values.shape(), DType.F32, Role.RESULT);
        routine.add(new MemoryOp.Copy(values, result, Write.SET));
    }

    /** What the criterion looks at: the output, or its logits for cross-entropy. */
    private Slot prediction(RoutineBuilder routine, Criterion criterion, Decoded output) {
        if (!(criterion instanceof Criterion.BinaryCrossEntropy)) {
            return output.rows();
        }
        return logits(routine, output).orElseThrow(() -> new PlanException(
                "binary cross-entropy needs a decoder that ends in a sigmoid; use mean squared error, or add one"));
    }

    /** What went into the sigmoid at the end of the decoder, in the rows' shape; empty when there is none. */
    private Optional<Slot> logits(RoutineBuilder routine, Decoded output) {
        return routine.ops().stream()
                .filter(op -> op instanceof PointwiseOp.Activate activate
                        && activate.function() instanceof Activation.Sigmoid
                        && activate.out().overlaps(output.bordered()))
                .map(op -> ((PointwiseOp.Activate) op).in()).findFirst()
                .map(in -> rows.crop(routine, routine.view(in, output.bordered().shape())));
    }
}
