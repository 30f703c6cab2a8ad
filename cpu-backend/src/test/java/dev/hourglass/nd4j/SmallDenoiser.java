package dev.hourglass.nd4j;

import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.GaussianNoise;
import dev.hourglass.nn.Sequential;
import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.UpdateStep;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.util.Arrays;
import java.util.Random;

/** A training step with everything that is fused, on images small enough for the reference. */
final class SmallDenoiser implements AutoCloseable {
    static final int ROWS = 7;
    private static final Shape INPUT = Shape.of(ROWS, 12, 12, 1);

    private final Session session;

    SmallDenoiser(Backend backend) {
        session = Session.open(ProgramBuilder.build(3, SmallDenoiser::define), backend);
        var random = new Random(5);
        for (var parameter : session.program().parameters()) {
            session.write(parameter.slot(), uniform(random, parameter.slot().elements(), -0.3f, 0.3f));
        }
        session.write(session.program().port(Ports.INPUT), uniform(random, INPUT.elements(), 0, 1));
        var weights = new float[ROWS];
        Arrays.fill(weights, 0, ROWS - 1, 1);
        session.write(session.program().port(Ports.WEIGHTS), weights);
        session.write(session.program().port(Ports.RATE), 1e-2f);
        session.write(session.program().port(Ports.GRADIENT_SCALE), 1f);
    }

    private static float[] uniform(Random random, int count, float from, float to) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + (to - from) * random.nextFloat();
        }
        return values;
    }

    private static void define(ProgramBuilder program) {
        var relu = new Activation.Relu();
        var model = Sequential.of(new GaussianNoise(0.2f), Conv2d.same(8, 3, 1, relu),
                Conv2d.same(6, 3, 2, relu),
                ConvTranspose2d.same(6, 3, 1, relu), ConvTranspose2d.same(8, 3, 2, relu),
                Conv2d.same(1, 3, 1, new Activation.Identity()));
        RoutineBuilder routine = program.routine(Routine.TRAIN_STEP, Mode.TRAIN);
        routine.add(new UpdateOp.Advance(UpdateStep.control(program).step()));
        var input = program.port(Ports.INPUT, INPUT, DType.F32, Role.INPUT);
        var weights = program.port(Ports.WEIGHTS, Shape.of(ROWS), DType.F32, Role.INPUT);
        var totals = program.port(Ports.TRAIN_LOSS, Shape.of(2), DType.F32, Role.RESULT);
        var output = model.lower(routine, "model", input);
        var criterion = new Criterion.BinaryCrossEntropy();
        var losses = routine.activation("losses", Shape.of(ROWS));
        routine.add(new LossOp.SampleLoss(criterion, output, input, losses));
        routine.add(new LossOp.WeightedSum(losses, weights, totals, Write.SET));
        var gradient = routine.activation("gradient", output.shape());
        routine.add(new LossOp.LossGradient(criterion, output, input, weights, gradient));
        routine.addAdjoint(output, gradient);
        UpdateStep.lower(routine, Optimizer.Adam.of(1e-2f), new Clipping.Norm(1));
    }

    void step() {
        session.run(Routine.TRAIN_STEP);
    }

    double loss() {
        float[] totals = session.read(session.program().port(Ports.TRAIN_LOSS));
        return (double) totals[0] / totals[1];
    }

    float[][] parameters() {
        return session.program().parameters().stream().map(each -> session.read(each.slot()))
                .toArray(float[][]::new);
    }

    @Override
    public void close() {
        session.close();
    }
}
