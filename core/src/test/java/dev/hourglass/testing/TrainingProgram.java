package dev.hourglass.testing;

import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Dropout;
import dev.hourglass.nn.Flatten;
import dev.hourglass.nn.GaussianNoise;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Padding;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Weights;
import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.UpdateStep;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp.Advance;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole training step of a small autoencoder: noise, forward, loss, backward, clipping, optimizer. */
final class TrainingProgram {
    private static final int ROWS = 6;
    private static final int STEPS = 5;
    private static final Shape IMAGES = Shape.of(ROWS, 8, 6, 2);

    private final Program program;

    private TrainingProgram(Layer model, Criterion criterion, Optimizer optimizer) {
        program = ProgramBuilder.build(7, builder -> {
            var step = builder.routine(Routine.TRAIN_STEP, Mode.TRAIN);
            step.add(new Advance(builder.port(Ports.STEP, Shape.of(1), DType.I32, Role.CONTROL)));
            Slot input = builder.port(Ports.INPUT, IMAGES, DType.F32, Role.INPUT);
            Slot weights = builder.port(Ports.WEIGHTS, Shape.of(ROWS), DType.F32, Role.INPUT);
            Slot out = model.lower(step, "model", input);
            Slot losses = step.activation("losses", Shape.of(ROWS));
            step.add(new SampleLoss(criterion, out, input, losses));
            Slot totals = builder.port(Ports.TRAIN_LOSS, Shape.of(2), DType.F32, Role.RESULT);
            step.add(new WeightedSum(losses, weights, totals, Write.SET));
            Slot gradient = step.activation("loss gradient", out.shape());
            step.add(new LossGradient(criterion, out, input, weights, gradient));
            step.addAdjoint(out, gradient);
            UpdateStep.lower(step, optimizer, new Clipping.Norm(0.02f));
        });
    }

    static Map<String, TrainingProgram> all() {
        var map = new LinkedHashMap<String, TrainingProgram>();
        var relu = new Activation.Relu();
        map.put("denoiser, Adam", new TrainingProgram(Sequential.of(new GaussianNoise(0.3f),
                Conv2d.same(8, 3, 1, relu), Conv2d.same(7, 3, 2, relu), ConvTranspose2d.same(5, 3, 2, relu),
                Conv2d.same(2, 3, 1, new Activation.Identity())), new Criterion.BinaryCrossEntropy(),
                Optimizer.Adam.of(1e-2f)));
        map.put("compressor, AdamW",
                new TrainingProgram(Sequential.of(Conv2d.same(4, 3, 1, relu), Pool2d.max(2),
                        new Flatten(), new Dropout(0.25f), Dense.linear(5),
                        Dense.of(96, new Activation.Sigmoid()),
                        Reshape.to(8, 6, 2)), new Criterion.MeanSquaredError(),
                        Optimizer.Adam.withDecay(1e-2f, 0.1f)));
        map.put("batch norm, momentum", new TrainingProgram(Sequential.of(
                new Conv2d(4, Window.of(3, 1, 1), Padding.SYMMETRIC, new Activation.Identity(),
                        Weights.withoutBias()),
                BatchNorm.standard(new Activation.Silu()), Conv2d.same(2, 3, 1, new Activation.Sigmoid())),
                new Criterion.Huber(0.5f), Optimizer.Sgd.of(0.1f, 0.9f)));
        return map;
    }

    /** What a few steps lead to. */
    static final class Run {
        private final float[] losses = new float[STEPS];
        private float[] weights;

        float[] losses() {
            return losses;
        }

        /** All parameters and state, one after the other. */
        float[] weights() {
            return weights;
        }
    }

    /** Trains from the same weights and data each time. */
    Run run(Backend backend) {
        try (Session session = open(backend)) {
            var run = new Run();
            for (int i = 0; i < STEPS; i++) {
                session.write(program.port(Ports.RATE), 1e-2f / (i + 1));
                session.write(program.port(Ports.WEIGHTS), 1, 0.5f, 1, i, 0, 2);
                session.run(Routine.TRAIN_STEP);
                float[] totals = session.read(program.port(Ports.TRAIN_LOSS));
                run.losses[i] = totals[0] / totals[1];
            }
            int elements = program.parameters().stream().mapToInt(each -> each.slot().elements()).sum();
            run.weights = new float[elements];
            int at = 0;
            for (Parameter each : program.parameters()) {
                float[] values = session.read(each.slot());
                System.arraycopy(values, 0, run.weights, at, values.length);
                at += values.length;
            }
            return run;
        }
    }

    /** A session in which everything that a step needs has been written; one row has no weight. */
    Session open(Backend backend) {
        Session session = Session.open(program, backend);
        session.initialise(3);
        session.write(program.port(Ports.INPUT), Contents.between(0, 1).values("data", IMAGES.elements()));
        session.write(program.port(Ports.WEIGHTS), 1, 0.5f, 1, 1, 0, 2);
        session.write(program.port(Ports.RATE), 1e-2f);
        session.write(program.port(Ports.GRADIENT_SCALE), 1f);
        session.write(program.port(Ports.STEP), 0);
        return session;
    }
}
